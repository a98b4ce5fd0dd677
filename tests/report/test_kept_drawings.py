"""Each drawing is made once: read again where nothing it depends on changed, and drawn anew where anything did."""

from dataclasses import replace
from pathlib import Path

import pytest

from bnreport.figures import Picture, Place, pictures
from bnreport.figures.curves.table import EXAMPLE
from bnreport.files import every_drawing, sealed
from bnreport.report import draw, kept_drawings
from bnreport.report.draw import draw_figures
from bnreport.report.figure import ReportFigure

FIGURE = ReportFigure("curves", "it-curves", EXAMPLE)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the kinds that are drawn from now on."""
    kinds: list[str] = []
    monkeypatch.setattr(draw, "pictures", lambda kind, *said: kinds.append(kind) or pictures(kind, *said))
    return kinds


def test_a_figure_is_drawn_once(drawn: list[str], tmp_path: Path) -> None:
    """The second time, under whatever name, it is read, to the same bytes as without a store."""
    first = draw_figures([FIGURE], {}, tmp_path)
    again = draw_figures([FIGURE._replace(name="other")], {}, tmp_path)
    assert drawn == ["curves"]
    assert first["it-curves"] == again["other"] == draw_figures([FIGURE])["it-curves"]


@pytest.mark.parametrize("changed", ["value", "words", "kind", "places", "code"])
def test_whatever_a_drawing_depends_on_has_it_drawn_anew(
    drawn: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    """One value in its table, a word, its kind, the place of an arm, or the code that draws."""
    draw_figures([FIGURE], {"e.a": Place(0)}, tmp_path)
    curve, *others = EXAMPLE.curves
    tables = {
        "value": replace(EXAMPLE, curves=(curve._replace(values=(*curve.values[:-1], 0.51)), *others)),
        "words": replace(EXAMPLE, experiment="f"),
    }
    if changed == "code":
        monkeypatch.setattr(kept_drawings, "drawing_code", lambda: "f" * 64)
    places = {"e.a": Place(1 if changed == "places" else 0)}
    figure = FIGURE._replace(table=tables.get(changed, EXAMPLE))
    if changed == "kind":
        assert kept_drawings.path_of(figure._replace(kind="layers"), places, tmp_path) not in every_drawing(tmp_path)
        return
    found = draw_figures([figure], places, tmp_path)
    assert drawn == ["curves", "curves"]
    assert found == draw_figures([figure], places)


@pytest.mark.parametrize(
    "content", [b"", b"nothing", sealed(b"{}"), sealed(b'[{"svg": 3}]'), sealed(b"[]"), sealed(b'[{"svg": "x"}]')]
)
def test_damaged_drawings_are_made_again(drawn: list[str], tmp_path: Path, content: bytes) -> None:
    """Cut off, of another form or sealed by somebody else: none reaches a page, and the entry is whole afterwards."""
    first = draw_figures([FIGURE], {}, tmp_path)
    [path] = every_drawing(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(content)
    assert draw_figures([FIGURE], {}, tmp_path) == first
    assert drawn == ["curves", "curves"]
    assert path.read_bytes() == whole


def test_one_changed_letter_is_damage(tmp_path: Path) -> None:
    """The seal of an entry is that of its content."""
    path = tmp_path / "x.json"
    kept_drawings.keep_drawings(path, (Picture("a", b"<svg/>", 3, 4),))
    assert kept_drawings.read_drawings(path) == (Picture("a", b"<svg/>", 3, 4),)
    path.write_bytes(path.read_bytes().replace(b"<svg/>", b"<svg />"))
    assert kept_drawings.read_drawings(path) is None


def test_a_store_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """A file stands where its folder would: the figures are drawn, and nothing is kept."""
    (tmp_path / "drawings").write_text("in the way")
    assert draw_figures([FIGURE], {}, tmp_path) == draw_figures([FIGURE])
    assert every_drawing(tmp_path) == []


def test_only_drawings_of_other_code_are_needless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`cache gc` lists what no report of today reads."""
    draw_figures([FIGURE], {}, tmp_path)
    assert kept_drawings.drawings_of_other_code(tmp_path) == []
    monkeypatch.setattr(kept_drawings, "drawing_code", lambda: "f" * 64)
    assert kept_drawings.drawings_of_other_code(tmp_path) == every_drawing(tmp_path)
    assert len(every_drawing(tmp_path)) == 1
