"""A drawing loses bytes, not content."""

import re
from io import BytesIO
from xml.dom import minidom

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from bnreport.figures import pictures
from bnreport.figures.curves.table import EXAMPLE as CURVES_EXAMPLE
from bnreport.figures.curves.table import Table as CurvesTable
from bnreport.figures.shared.curve import Curve
from bnreport.figures.shared.minify import minify

HEAD = b'<svg xmlns="http://www.w3.org/2000/svg">'


def _corners(path: str) -> list[tuple[float, float]]:
    """Follow a path of absolute M and relative l commands."""
    found = []
    for part in re.findall(r"M[^M]*", path):
        start, _, steps = part[1:].rstrip("z").partition("l")
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", f"{start},{steps}")]
        found += np.cumsum(np.array(numbers).reshape(-1, 2), axis=0).tolist()
    return found


def test_long_paths_keep_every_corner() -> None:
    """By steps of tenths, gaps included, no corner is off by more than half a tenth, not even the last."""
    rng = np.random.default_rng(0)
    at = np.column_stack((np.arange(300) / 3, 500 * rng.random(300)))
    path = " ".join(f"{'M' if i in (0, 120) else 'L'} {x:.6f} {y:.6f} \n" for i, (x, y) in enumerate(at.tolist()))
    short = minify(HEAD + f'<path d="{path}" style="fill: none"/></svg>'.encode()).decode()
    [drawn] = re.findall(r" d='([^']*)'", short)
    assert len(drawn) < len(path) / 2
    assert np.abs(np.array(_corners(drawn)) - at).max() <= 0.05 + 1e-6


def test_references_still_lead_somewhere() -> None:
    """Names are shortened, and each that is referred to exists once."""
    svg = pictures("curves", CURVES_EXAMPLE)[0].svg.decode()
    names = re.findall(r" id='([^']*)'", svg)
    referred = set(re.findall(r"href='#([^']*)'", svg)) | set(re.findall(r"url\(#([^)]*)\)", svg))
    assert referred
    assert referred <= set(names)
    assert len(set(names)) == len(names)


def test_colours_of_markers_survive() -> None:
    """Each use of a marker has its own fill, hollow ones too; its stroke is that of the marker."""
    run = Curve("e.a", 0, (0, 5), (1.0, float("inf")), diverged=False)
    svg = pictures("curves", CurvesTable("e", "loss", "nat", None, (run,)))[0].svg.decode()
    found = minidom.parseString(svg).getElementsByTagName("use")  # noqa: S318  (our own)
    fills = {use.getAttribute("fill") or use.parentNode.getAttribute("fill") for use in found}
    assert fills == {"#c04f00", "#ffffff"}
    assert not [use for use in found if use.getAttribute("stroke") or use.parentNode.getAttribute("stroke")]
    assert len(re.findall("<(?:path|circle)[^>]* id='[^']*'[^>]* stroke='#c04f00'", svg)) == 2


def test_groups_that_say_nothing_give_way() -> None:
    """What they hold stays in its order; groups that clip or move stay, and images keep their data."""
    held = b'<g id="a"><g><path d="M 0 0"/></g><g clip-path="url(#c)"><path d="M 1 1"/></g></g><g id="b"/>'
    image = b'<image xlink:href="data:image/png;base64,iVBO+/=" x="1.239"/><clipPath id="c"/>'
    root = HEAD.replace(b">", b' xmlns:xlink="http://www.w3.org/1999/xlink">')
    said = minify(root + held + image + b"</svg>").partition(b">")[2]
    assert said == (
        b"<path d='M0,0'/><g clip-path='url(#i0)'><path d='M1,1'/></g>"
        b"<image href='data:image/png;base64,iVBO+/=' x='1.2'/><clipPath id='i0'/></svg>"
    )


def _words(svg: bytes) -> str:
    [text] = minidom.parseString(svg).getElementsByTagName("text")  # noqa: S318  (our own)
    return str(text.firstChild.data)


def test_labels_are_left_alone() -> None:
    """Text that looks like attributes or references stays text, letter by letter; what XML cannot hold is left out."""
    label = 'x style="fill:red;a:b" d="M 1 2 L 3.123456 4" x="1.2345" id="zz" <b>&amp;'
    drawn = Figure()
    drawn.text(0.1, 0.5, label)
    out = BytesIO()
    with rc_context({"svg.fonttype": "none"}):
        FigureCanvasSVG(drawn).print_svg(out)
    assert _words(minify(out.getvalue())) == label
    named = b'<path id="mark" d="M 0 0"/><path id="p" clip-path="url(#mark)"/><text>(#mark) "#mark"</text></svg>'
    assert _words(minify(HEAD + named)) == '(#mark) "#mark"'
    assert b"clip-path='url(#i0)'" in minify(HEAD + named)
    raw = HEAD + b"<text>a\x0bb\x00c\xef\xbf\xbed\xc3\xa9\t\n</text></svg>"
    assert _words(minify(raw)) == "abcd\N{LATIN SMALL LETTER E WITH ACUTE}\t\n"


def test_neighbours_that_look_alike_say_it_once() -> None:
    """Strokes become one path and words a group; shapes that hide or shine through each other stay apart."""
    held = (
        b'<path d="M 0 0 L 1 1" fill="none" stroke="#111111"/><path d="M 2 2 L 3 3" fill="none" stroke="#111111"/>'
        b'<text x="1" y="2" fill="#111111">a</text><text x="3" y="4" fill="#111111">b</text>'
        b'<path d="M 0 0 L 1 1 z" fill="#222222" stroke="#111111"/>'
        b'<path d="M 0 1 L 1 0 z" fill="#222222" stroke="#111111"/>'
    )
    assert minify(HEAD + held + b"</svg>").partition(b">")[2] == (
        b"<path d='M0,0L1,1M2,2L3,3' fill='none' stroke='#111111'/>"
        b"<g fill='#111111'><text x='1' y='2'>a</text><text x='3' y='4'>b</text></g>"
        b"<g fill='#222222' stroke='#111111'><path d='M0,0L1,1z'/><path d='M0,1L1,0z'/></g></svg>"
    )


def test_round_markers_are_circles() -> None:
    """Eight arcs of matplotlib's, in a twentieth of the bytes; others keep their corners."""
    drawn = Figure()
    drawn.add_subplot().plot([0, 1], [0, 1], "o", markersize=4)
    out = BytesIO()
    FigureCanvasSVG(drawn).print_svg(out)
    assert len(re.findall("<circle r='2' id='[^']*'", minify(out.getvalue()).decode())) == 1
