"""A drawing without what a reader never sees: less than half of the bytes, and no style sheet inside."""

import re
from functools import cache
from xml.etree import ElementTree as ET

import numpy as np

_SVG, _LINK = "http://www.w3.org/2000/svg", "{http://www.w3.org/1999/xlink}href"
_ROOT = {
    "xmlns": _SVG,
    "stroke-linejoin": "round",
    "stroke-linecap": "butt",
    "font-family": "'Report Sans', 'DejaVu Sans', Verdana, sans-serif",
}
"""Text stays text: searchable, and set ten times as fast as outlines. The PDF brings the first of these fonts along; on
a screen one of the others is at hand, whose letters are as wide (DejaVu Sans, Verdana) or narrower."""
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""What XML cannot hold, even as a reference, and a label may."""
_REFERENCE = re.compile(r"(#|url\(#)([^)]+)(\)?)")
_DIGITS = re.compile(r"(\.\d\d)\d+")
_COMMAND = re.compile(r"\s*([MLCQz])\s*")
_LONG = 9
"""Corners from which on a path is a curve or a band of data."""
ET.register_namespace("xlink", _LINK[1:].partition("}")[0])


def minify(svg: bytes) -> bytes:
    """Return the same drawing, styles as attributes, to a hundredth of a point, curves of data to a tenth."""
    bare = svg[svg.index(b"<svg ") :].replace(f' xmlns="{_SVG}"'.encode(), b"", 1)  # so that tags have plain names
    root = ET.fromstring(_FORBIDDEN.sub(b"", bare))  # noqa: S314  (matplotlib's own)
    links = [found[2] for each in root.iter() for value in each.attrib.values() if (found := _REFERENCE.match(value))]
    _shorten(root, {name: f"i{index}" for index, name in enumerate(dict.fromkeys(links))})
    root.attrib = _ROOT | root.attrib
    return ET.tostring(root, encoding="unicode").replace(" />", "/>").encode()


def _shorten(element: ET.Element, names: dict[str, str]) -> None:
    """Shorten an element and all inside it; groups that say nothing give way to what they hold.

    Args:
        element: changed in place.
        names: short ones, of what something in the drawing refers to; nothing outside refers into it.
    """
    element.attrib = _attributes(element, names)
    element.text = element.text if element.tag == "text" else None
    held: list[ET.Element] = []
    for child in element:
        if child.tag in {"metadata", "style"}:
            continue
        child.tail = None
        _shorten(child, names)
        if child.tag == "g" and not child.attrib:
            held += child
        elif len(child) or child.tag not in {"g", "defs"}:
            held.append(child)
    element[:] = held


def _attributes(element: ET.Element, names: dict[str, str]) -> dict[str, str]:
    """Return what an element says, and what its style does, in short; a mark has its strokes from what it repeats."""
    found = dict(element.attrib)
    style = found.pop("style", "")
    found |= {name.strip(): value.strip() for name, _, value in (each.partition(":") for each in style.split(";"))}
    kept = {}
    for name, value in found.items():
        if name in {"", "font-family"} or (name.startswith("stroke") and element.tag == "use"):
            continue
        if name == "id":
            short = names.get(value, "")
        elif name in {_LINK, "clip-path"}:
            short = _REFERENCE.sub(lambda old: old[1] + names[old[2]] + old[3], value) if "#" in value else value
        elif name == "d":
            short = _path(value)
        elif name in {"x", "y", "transform"}:
            short = "" if value.startswith("rotate(-0 ") else _DIGITS.sub(r"\1", value)
        else:
            short = value
        if short:
            kept[name] = short
    return kept


def _path(path: str) -> str:
    """Round a path; say a long one by steps from corner to corner: each corner is rounded, so no error adds up."""
    if path.count("L") < _LONG or "C" in path or "Q" in path:
        return _COMMAND.sub(r"\1", _DIGITS.sub(r"\1", path)).strip()
    parts = []
    for part in path.split("M")[1:]:
        corners = np.array(part.replace("L", " ").replace("z", " ").split(), dtype=np.float64).reshape(-1, 2)
        at = np.rint(10 * corners).astype(np.int64)
        start, steps = (",".join(map(_tenths, each.ravel().tolist())) for each in (at[:1], np.diff(at, axis=0)))
        parts.append(f"M{start}l{steps}{'z' if 'z' in part else ''}")
    return "".join(parts).replace(",-", "-")


@cache
def _tenths(number: int) -> str:
    whole, rest = divmod(abs(number), 10)
    text = f"{whole or ''}.{rest}" if rest else f"{whole}"
    return f"{'-' * (number < 0)}{text}"
