"""A drawing loses bytes, not content."""

import re
from io import BytesIO
from xml.dom import minidom

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from bnreport.figures import curves, picture
from bnreport.figures._lean import lean

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
    short = lean(HEAD + f'<path d="{path}" style="fill: none"/></svg>'.encode()).decode()
    [drawn] = re.findall(r' d="([^"]*)"', short)
    assert len(drawn) < len(path) / 2
    assert np.abs(np.array(_corners(drawn)) - at).max() <= 0.05 + 1e-6


def test_references_still_lead_somewhere() -> None:
    """Names are shortened, and each that is referred to exists once."""
    svg = picture("curves", curves.EXAMPLE).svg.decode()
    names = re.findall(r' id="([^"]*)"', svg)
    referred = set(re.findall(r'href="#([^"]*)"', svg)) | set(re.findall(r"url\(#([^)]*)\)", svg))
    assert referred
    assert referred <= set(names)
    assert len(set(names)) == len(names)


def test_colours_of_markers_survive() -> None:
    """What uses of a marker share is said once, and hollow marks stay hollow."""
    run = curves.Curve("e.a", 0, (0, 5), (1.0, float("inf")), diverged=False)
    svg = picture("curves", curves.Table("e", "loss", "nat", None, (run,))).svg.decode()
    fills = re.findall(r'<g clip[^>]* fill="([^"]*)"><use', svg) + re.findall(r'<g fill="([^"]*)"><use', svg)
    assert {"#0072b2", "#ffffff"} <= set(fills)


def test_uses_that_differ_keep_their_fills() -> None:
    """Only what all of a group share moves to the group."""
    uses = b'<use xlink:href="#m" x="1" fill="#aaaaaa"/><use xlink:href="#m" x="2" fill="#%s"/>'
    root = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><g x="0">%s</g></svg>'
    assert lean(root % (uses % b"bbbbbb")).count(b"fill=") == 2
    assert b'<g x="0" fill="#aaaaaa">' in lean(root % (uses % b"aaaaaa"))


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
    assert _words(lean(out.getvalue())) == label
    named = b'<path id="mark" d="M 0 0"/><path id="p" clip-path="url(#mark)"/><text>(#mark) "#mark"</text></svg>'
    assert _words(lean(HEAD + named)) == '(#mark) "#mark"'
    assert b'clip-path="url(#i0)"' in lean(HEAD + named)
    raw = HEAD + b"<text>a\x0bb\x00c\xef\xbf\xbed\xc3\xa9\t\n</text></svg>"
    assert _words(lean(raw)) == "abcd\N{LATIN SMALL LETTER E WITH ACUTE}\t\n"
