"""Readers find, filter and sort claims and runs, by mouse and by keyboard, and follow a number to its run and back."""

from collections.abc import Callable
from typing import Any


def _claims(page: Any) -> list[str]:  # noqa: ANN401
    return [each.strip() for each in page.locator("table.verdicts tbody tr:visible .index").all_inner_texts()]


def _count(page: Any, section: str = "#verdicts") -> str:  # noqa: ANN401
    text: str = page.locator(f"{section} [role=status]").inner_text()
    return text


def test_board_is_filtered_by_verdict_certainty_agreement_and_text(visit: Callable[..., Any]) -> None:
    """Each narrows what the others left; the count says so at once; one button shows all again."""
    page = visit().page
    assert _claims(page) == ["1", "2", "3", "5", "6"]
    page.locator("select[name=verdict]").select_option("Supported")
    assert (_claims(page), _count(page)) == (["1", "2"], "2 of 5 claims shown.")
    page.locator("select[name=certainty]").select_option("Low")
    assert _claims(page) == ["2"]
    bar = page.get_by_role("group", name="Filter claims")
    bar.get_by_role("button", name="Show all").click()
    assert (_claims(page), bar.get_by_role("button").count()) == (["1", "2", "3", "5", "6"], 0)
    page.locator("select[name=agreement]").select_option("replicates")
    assert _claims(page) == ["1", "3"]
    bar.get_by_label("Find").fill("HARM  noise")
    assert (_claims(page), _count(page)) == (["1"], "1 of 5 claims shown.")


def test_board_is_sorted_up_down_and_as_it_was(visit: Callable[..., Any]) -> None:
    """By p as numbers, what has none last either way; the heading says which way, and so does the status."""
    page = visit().page
    heading = page.locator("table.verdicts th", has_text="p (Holm)")
    seen = []
    for _ in range(3):
        heading.get_by_role("button").click()
        seen.append((heading.get_attribute("aria-sort"), _claims(page)))
    assert seen == [
        ("ascending", ["2", "3", "1", "5", "6"]),
        ("descending", ["1", "3", "2", "5", "6"]),
        ("none", ["1", "2", "3", "5", "6"]),
    ]
    page.locator("table.verdicts th", has_text="Claim").get_by_role("button").click()
    assert _claims(page) == ["2", "1", "3", "5", "6"]
    assert heading.get_attribute("aria-sort") == "none"
    assert _count(page) == "5 of 5 claims shown. Sorted by Claim, ascending."


def test_runs_are_filtered_by_experiment_arm_and_outcome(visit: Callable[..., Any]) -> None:
    """A table without a row left goes with its heading."""
    page = visit().page
    runs = page.locator("#runs")
    runs.locator("select[name=experiment]").select_option("resnet")
    assert _count(page, "#runs") == "10 of 30 runs shown."
    assert not page.get_by_role("heading", name="Every run of vgg").is_visible()
    runs.locator("select[name=experiment]").select_option("")
    runs.locator("select[name=arm]").select_option("noisy standard")
    runs.locator("select[name=outcome]").select_option("diverged")
    assert _count(page, "#runs") == "1 of 30 runs shown."
    assert "loss is NaN at step 550" in runs.locator("tbody tr:visible").inner_text()


def test_runs_are_sorted_by_number(visit: Callable[..., Any]) -> None:
    """550 steps come before 2000, and a diverged run's missing accuracy last."""
    page = visit().page
    table = page.get_by_role("region", name="Runs of vgg")
    steps = table.locator("tbody tr td:nth-child(4)")
    table.get_by_role("button", name="Steps").click()
    assert steps.all_inner_texts()[:2] == ["550", "2000"]
    for _ in range(2):
        table.get_by_role("button", name="train accuracy").click()
        assert steps.all_inner_texts()[-1] == "550"
    shown = [float(text.split()[0]) for text in table.locator("tbody tr td:nth-child(7)").all_inner_texts()[:-1]]
    assert shown == sorted(shown, reverse=True)
    assert len(shown) == 19


def test_paper_gets_every_row_and_no_control(visit: Callable[..., Any]) -> None:
    """What a reader filtered out on the screen is printed all the same."""
    page = visit().page
    page.locator("select[name=verdict]").select_option("Refuted")
    page.locator("#runs").locator("select[name=outcome]").select_option("diverged")
    assert len(_claims(page)) == 1
    page.emulate_media(media="print")
    assert len(_claims(page)) == 5
    assert page.locator("#runs tbody tr:visible").count() == 30
    assert page.locator("input:visible, select:visible, [role=status]:visible").count() == 0


def test_from_verdict_to_card_to_figure_to_run_and_back(visit: Callable[..., Any]) -> None:
    """Also where a filter hides the run or the verdict: a link shows what it leads to."""
    page = visit(reduced_motion="reduce").page
    page.locator("#runs").locator("select[name=arm]").select_option("noisy standard")
    page.locator("select[name=verdict]").select_option("Supported")
    page.locator("table.verdicts").get_by_role("link", name="BatchNorm raises test accuracy.").click()
    card = page.locator("#batchnorm_raises_test_accuracy")
    assert page.locator(":target").get_attribute("id") == "batchnorm_raises_test_accuracy"
    card.get_by_role("link", name="figure 4").click()
    assert page.locator(":target img").get_attribute("alt").startswith("Supported: effect")
    card.locator(".seeds td a").first.click()
    row = page.locator("tr:target")
    assert row.is_visible()
    assert row.locator("th").inner_text() == "batchnorm"
    page.locator("select[name=verdict]").select_option("Refuted")
    row.get_by_role("link", name="Claim 2").click()
    card.get_by_role("link", name="Back to the verdict").click()
    assert page.locator("tr:target .index").inner_text() == "2"
    assert page.locator("tr:target").is_visible()


def test_keyboard_alone_reaches_everything(visit: Callable[..., Any]) -> None:
    """The skip link first; then find, a filter, a sort and a disclosure without a pointer."""
    page = visit().page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    reached = "document.activeElement.type === 'search'"  # past the links of the questions' answers
    assert any(page.keyboard.press("Tab") or page.evaluate(reached) for _ in range(60))
    page.keyboard.type("noise")
    assert _claims(page) == ["1", "3"]
    page.keyboard.press("Tab")
    page.keyboard.type("Ref")
    assert _claims(page) == ["3"]
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert len(_claims(page)) == 5
    assert page.evaluate("document.activeElement.type") == "search"
    for _ in range(5):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("table.verdicts th[aria-sort=ascending]").inner_text().startswith("Claim")
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").first.get_attribute("open") is not None
