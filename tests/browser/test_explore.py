"""Readers explore a figure over steps by pointer and by keyboard, and pass on what they see as a link."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from statistics import median
from typing import Any
from urllib.parse import unquote

import pytest

FIGURE = "#figure-13"
"""The range of the loss of four arms, on a logarithmic axis; one of 20 runs diverges."""
ARMS = ["standard", "batchnorm", "noisy batchnorm", "noisy standard"]


def _open(page: Any, figure: str = FIGURE) -> Any:  # noqa: ANN401
    """Unfold a figure, explore it, and return it."""
    found = page.locator(figure)
    found.evaluate("each => { for (let f = each; f; f = f.parentElement) if (f.tagName === 'DETAILS') f.open = true; }")
    found.get_by_role("button", name="Explore").click()
    return found


def _plot(figure: Any) -> Any:  # noqa: ANN401
    return figure.get_by_role("slider")


def _ends(figure: Any) -> tuple[int, int]:  # noqa: ANN401
    """Return the first and the last step that the axis shows."""
    return tuple(int(_plot(figure).get_attribute(f"aria-value{end}")) for end in ("min", "max"))  # type: ignore[return-value]


def _readings(figure: Any) -> dict[str, str]:  # noqa: ANN401
    """Return what the list of arms says of each."""
    items = figure.locator(".arms li:has(.reading)").all()
    return {item.locator("bdi").inner_text(): item.locator(".reading").inner_text() for item in items}


def _table(figure: Any) -> dict[tuple[str, int], list[float]]:  # noqa: ANN401
    """Return the values of all seeds by arm and step, from the table that the figure offers."""
    link = figure.locator("xpath=following-sibling::details[1]").locator("a.download").get_attribute("href")
    _, *rows = csv.reader(StringIO(unquote(link.partition(",")[2])))
    return {(row[0], int(row[1])): [float(each) for each in row[2:] if each] for row in rows if row[1]}


def _say(values: list[float]) -> str:
    known = [each for each in values if each == each]  # noqa: PLR0124  (NaN is no number)
    told = [f"{each:.3g}" for each in (median(known), min(known), max(known))]
    return f"{told[0]} nat ({told[1]} nat to {told[2]} nat, {len(known)} seeds)"


def test_hovering_reads_the_values_of_the_table(visit: Callable[..., Any]) -> None:
    """The nearest step to the pointer; of each arm the median over seeds and its range, as the downloaded table has."""
    tab = visit()
    figure = _open(tab.page)
    plot, table = _plot(figure), _table(figure)
    box = plot.bounding_box()
    seen = set()
    for share in (0.3, 0.6, 0.98):
        plot.hover(position={"x": share * box["width"], "y": 60})
        step = int(plot.get_attribute("aria-valuenow"))
        at = {arm: max((on for of, on in table if of == arm and on <= step), default=0) for arm in ARMS}
        assert _readings(figure)["standard"] == _say(table["standard", step])
        assert _readings(figure)["batchnorm"] == _say(table["batchnorm", at["batchnorm"]])
        assert f"standard: {_say(table['standard', step])}" in plot.get_attribute("aria-valuetext")
        mark = plot.locator("g path").bounding_box()
        assert abs(mark["x"] - box["x"] - share * box["width"]) < 12  # a reading is every 17 pixels
        seen.add(step)
    assert len(seen) == 3
    assert (tab.said, len(tab.asked)) == ([], 1)


def test_a_seed_that_diverged_counts_while_it_lasts(visit: Callable[..., Any]) -> None:
    """Five seeds before the run ends, four after; a cross where it does."""
    figure = _open(visit().page)
    assert "4 seeds" in _readings(figure)["noisy standard"]
    _plot(figure).press("Home")
    assert "5 seeds" in _readings(figure)["noisy standard"]
    assert figure.locator(".plot .lost").count() == 1


HAND_MADE = """arm,step,"loss_range (nat), seed 0","loss_range (nat), seed 1","loss_range (nat), seed 2"
"standard",0,9.0,10.0,1e-05
"standard",5,nan,10.0,9.0
"standard",10,inf,2.0,
"standard",15,-inf,nan,
"standard",20,,,nan
"batchnorm",0,1.5,,
"noisy batchnorm",20,3000.0,1.66e-09,-0.25
if diverged,,2.3,2.3,2.3
"""


def test_every_number_that_a_table_can_hold_is_read(visit: Callable[..., Any]) -> None:
    """By size and not by letters; empty cells are no readings, NaN is none either, infinities are the largest."""
    page = visit().page
    link = page.locator(f"{FIGURE} + details a.download")
    link.evaluate("(link, text) => { link.href = `data:text/csv,${encodeURIComponent(text)}`; }", HAND_MADE)
    figure = _open(page)
    _plot(figure).press("Home")
    seen = [_readings(figure)["standard"]]
    for _ in range(4):
        _plot(figure).press("ArrowRight")
        seen.append(_readings(figure)["standard"])
    assert seen == [
        "9 nat (10⁻⁵ nat to 10 nat, 3 seeds)",
        "9.5 nat (9 nat to 10 nat, 2 seeds)",
        "∞ (2 nat to ∞, 2 seeds)",
        "\N{MINUS SIGN}∞",
        "no number",
    ]
    assert _readings(figure)["batchnorm"] == "1.5 nat, at step 0"
    assert _readings(figure)["noisy batchnorm"] == "1.66·10⁻⁹ nat (\N{MINUS SIGN}0.25 nat to 3,000 nat, 3 seeds)"
    assert _readings(figure)["noisy standard"] == "no reading"
    drawn = figure.locator(".plot path").evaluate_all("all => all.map(each => each.getAttribute('d'))")
    assert not [each for each in drawn if "NaN" in each or "Infinity" in each]


def test_percent_is_percent(visit: Callable[..., Any]) -> None:
    """A fraction of 0.76 is read as 76 %, and stands so on the axis."""
    figure = _open(visit().page, "#figure-1")
    values = [100 * each for each in _table(figure)["batchnorm", 2000]]
    told = [f"{each:.1f} %" for each in (median(values), min(values), max(values))]
    assert _readings(figure)["batchnorm"] == f"{told[0]} ({told[1]} to {told[2]}, 5 seeds)"
    assert "60" in figure.locator(".plot text").all_text_contents()


def test_arms_and_seeds_are_chosen(visit: Callable[..., Any]) -> None:
    """A hidden arm has neither line nor reading; seeds come and go; the axis fits what is left."""
    page = visit().page
    figure = _open(page)
    lines, seeds = figure.locator(".plot .line"), figure.locator(".plot .seed")
    assert (lines.count(), seeds.count()) == (4, 20)
    ticks = figure.locator(".plot text").all_text_contents()
    for arm in ARMS[:2] + ARMS[3:]:
        figure.get_by_label(arm, exact=True).uncheck()
    assert (lines.count(), seeds.count()) == (1, 5)
    assert lines.get_attribute("stroke") == "#00795A"
    assert [arm for arm, reading in _readings(figure).items() if reading] == ["noisy batchnorm"]
    assert figure.locator(".plot text").all_text_contents() != ticks
    figure.get_by_label("each seed").uncheck()
    assert (lines.count(), seeds.count()) == (1, 0)
    figure.get_by_label("noisy batchnorm", exact=True).uncheck()
    assert lines.count() == 0
    figure.get_by_role("button", name="Show all as at first").click()
    assert (lines.count(), seeds.count()) == (4, 20)


def test_a_stretch_is_enlarged_by_buttons_and_by_dragging(visit: Callable[..., Any]) -> None:
    """Half of the steps, all again, those dragged over; a click is no stretch."""
    figure = _open(visit().page)
    assert _ends(figure) == (0, 2000)
    figure.get_by_role("button", name="Zoom in").click()
    assert _ends(figure) == (1000, 2000)
    figure.get_by_role("button", name="Zoom out").click()
    assert _ends(figure) == (0, 2000)
    plot = _plot(figure)
    box = plot.bounding_box()
    mouse = figure.page.mouse
    plot.click(position={"x": 200, "y": 60})
    assert _ends(figure) == (0, 2000)
    mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 60)
    mouse.down()
    mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 90, steps=4)
    mouse.up()
    low, high = _ends(figure)
    assert 700 < low < 900
    assert 1250 < high < 1450
    assert figure.page.locator(".heard").inner_text() == f"Steps {low:,} to {high:,}."
    figure.get_by_role("button", name="Show all as at first").click()
    assert _ends(figure) == (0, 2000)


def test_a_link_brings_back_what_was_seen(visit: Callable[..., Any]) -> None:
    """Arms, steps and seeds stand in the address; whoever opens it sees the same, unfolded and scrolled to."""
    page = visit().page
    figure = _open(page)
    figure.get_by_role("button", name="Zoom in").click()
    figure.get_by_label("noisy standard", exact=True).uncheck()
    figure.get_by_label("each seed").uncheck()
    address = page.url
    assert address.endswith("#figure-13?steps=1000-2000&seeds=0&arm=standard&arm=batchnorm&arm=noisy+batchnorm")
    told = page.url.partition("#")[2]
    other = visit(reduced_motion="reduce").page
    other.evaluate("hash => { location.hash = hash; }", told)
    again = other.locator(FIGURE)
    _plot(again).wait_for()
    assert _ends(again) == (1000, 2000)
    assert [again.get_by_label(arm, exact=True).is_checked() for arm in ARMS] == [True, True, True, False]
    assert not again.get_by_label("each seed").is_checked()
    assert _readings(again) == _readings(figure)
    top = again.bounding_box()["y"]
    assert 0 <= top < 900
    other.reload()
    _plot(other.locator(FIGURE)).wait_for()
    assert _ends(other.locator(FIGURE)) == (1000, 2000)


def test_a_link_from_elsewhere_does_no_harm(visit: Callable[..., Any]) -> None:
    """What an address asks for and is not there is left out: the figure opens as it does by its button."""
    tab = visit()
    for told in ("steps=9-3", "steps=x", "steps=-5-99999", "panel=7", "arm=<b>nobody</b>", "%E0%A4%A", "steps=NaN-NaN"):
        tab.page.evaluate("hash => { location.hash = hash; }", f"figure-13?{told}")
        _plot(tab.page.locator(FIGURE)).wait_for()
        low, high = _ends(tab.page.locator(FIGURE))
        assert 0 <= low < high <= 2000
    tab.page.evaluate("location.hash = '#nowhere?steps=1-2'")
    tab.page.evaluate("location.hash = '#%E0%A4%A'")
    assert tab.said == []


def test_the_keyboard_alone_explores(visit: Callable[..., Any]) -> None:
    """From the button to the values, the zoom, the arms, and back to the picture and its button."""
    page = visit().page
    figure = page.locator("#figure-1")
    button = figure.get_by_role("button", name="Explore")
    picture = figure.locator(".panels img").first
    button.focus()
    page.keyboard.press("Enter")
    assert not picture.is_visible()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "slider"
    page.keyboard.press("Home")
    steps = [_plot(figure).get_attribute("aria-valuenow")]
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "PageUp", "End"):
        page.keyboard.press(key)
        steps.append(_plot(figure).get_attribute("aria-valuenow"))
    assert steps == ["0", "50", "100", "50", "550", "2000"]
    assert _plot(figure).get_attribute("aria-valuetext").startswith("Step 2,000. standard: ")
    page.keyboard.press("+")
    assert _ends(figure) == (1000, 2000)
    page.keyboard.press("-")
    assert _ends(figure) == (0, 2000)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert _readings(figure)["standard"] == ""
    page.keyboard.press("Escape")
    assert picture.is_visible()
    assert _plot(figure).count() == 0
    assert page.evaluate("document.activeElement.textContent").startswith("Explore")
    assert page.url.endswith("#figure-1")


def test_links_are_copied(visit: Callable[..., Any]) -> None:
    """Of a claim and of a figure as it is seen; where there is no clipboard, the link stands there, selected."""
    page = visit(permissions=["clipboard-read", "clipboard-write"]).page
    home = page.url
    page.get_by_role("button", name="Copy link to claim 2", exact=True).click()
    pasted = "navigator.clipboard.readText()"
    assert page.evaluate(pasted) == f"{home}#claim-batchnorm_raises_test_accuracy"
    assert page.locator(".heard").inner_text() == "Link copied."
    figure = page.locator("#figure-1")
    figure.get_by_role("button", name="Copy link").click()
    assert page.evaluate(pasted) == f"{home}#figure-1"
    figure.get_by_role("button", name="Explore").click()
    figure.get_by_role("button", name="Zoom in").click()
    figure.get_by_role("button", name="Copy link").click()
    assert page.evaluate(pasted) == f"{home}#figure-1?steps=1000-2000"
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    figure.get_by_role("button", name="Copy link").click()
    field = figure.get_by_role("textbox", name="Link, to be copied")
    assert field.input_value() == f"{home}#figure-1?steps=1000-2000"
    assert page.evaluate("document.activeElement.selectionEnd") == len(field.input_value())


def test_only_figures_over_steps_are_explored(visit: Callable[..., Any]) -> None:
    """No button where there would be nothing to explore; every figure has its link."""
    page = visit().page
    figures = page.locator("figure")
    assert figures.get_by_role("button", name="Copy link", include_hidden=True).count() == figures.count()
    explored = page.locator("figure:has(button:has-text('Explore'))")
    assert [each.get_attribute("id") for each in explored.all()] == [
        f"figure-{number}" for number in (1, 2, 9, 13, 14, 15, 16, 17)
    ]


def test_without_javascript_the_picture_is_there(visit: Callable[..., Any]) -> None:
    """And no button that would do nothing, even where a link asks for more."""
    page = visit(java_script_enabled=False).page
    page.goto(f"{page.url}#figure-1?steps=1000-2000")
    assert page.locator("#figure-1 .panels img").first.is_visible()
    assert page.locator("button, [role=slider]").count() == 0


def test_paper_gets_the_picture(visit: Callable[..., Any]) -> None:
    """What is explored on the screen is printed as it was drawn, without a control."""
    page = visit().page
    figure = _open(page)
    picture = figure.locator(".panels img").first
    assert not picture.is_visible()
    page.emulate_media(media="print")
    assert picture.is_visible()
    assert figure.locator(".explorer:visible").count() == 0
    assert page.locator(".tools:visible, .copy:visible, .heard:visible").count() == 0


def test_the_dark_is_as_dark_as_that_of_pictures(visit: Callable[..., Any]) -> None:
    """Colours are turned once, inside the axes too: the blue of an arm becomes lighter than the ground, not darker."""
    image = pytest.importorskip("PIL.Image")
    figure = _open(visit(color_scheme="dark").page, "#figure-1")
    figure.get_by_label("each seed").uncheck()
    shot = image.open(BytesIO(_plot(figure).screenshot())).convert("RGB")
    blue = sum(count for count, pixel in shot.getcolors(1 << 20) if pixel[2] > pixel[0] + 60 and sum(pixel) > 420)
    assert shot.getpixel((0, 0)) == (18, 18, 18)
    assert blue > 300  # the mark where the pointer is has 40


def test_a_telephone_has_room_for_it(visit: Callable[..., Any]) -> None:
    """At 320 px nothing is cut; turned on its side the drawing is as wide as the text again."""
    page = visit(width=320).page
    figure = _open(page)
    width = "document.querySelector('#figure-13 .plot > svg').clientWidth"
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate(width) == 288
    small = figure.locator("button, input, select, label").evaluate_all(
        "all => all.filter(e => e.clientHeight < 22 || e.clientWidth < 22).map(e => e.outerHTML)"
    )
    assert small == []
    page.set_viewport_size({"width": 640, "height": 320})
    for _ in range(600):  # a page that forbids `eval` cannot be waited for by wait_for_function, which polls with it
        if page.evaluate(width) > 500:
            break
        page.wait_for_timeout(100)
    assert page.evaluate(width) > 500
