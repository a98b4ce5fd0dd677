"""A drawing without what a reader never sees: less than half of the bytes, and no style sheet inside."""

import re
from functools import cache
from itertools import groupby
from xml.etree import ElementTree as ET

import numpy as np

_SVG, _LINK = "http://www.w3.org/2000/svg", "{http://www.w3.org/1999/xlink}href"
_ROOT = {
    "xmlns": _SVG,
    "stroke-linejoin": "round",
    "font-size": "7.5px",
    "font-family": "Report Sans,DejaVu Sans,Verdana,sans-serif",
}
"""Text stays text: searchable, and set ten times as fast as outlines. The PDF brings the first of these fonts along; on
a screen one of the others is at hand, whose letters are as wide (DejaVu Sans, Verdana) or narrower."""
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""What XML cannot hold, even as a reference, and a label may."""
_REFERENCE = re.compile(r"(#|url\(#)([^)]+)(\)?)")
_DIGITS = re.compile(r"(\.\d\d)\d+")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_GAP = re.compile(r" +")
_COMMAND = re.compile(r"\s*([MLCQz])\s*")
_TAG = re.compile("<[^>']+>")
"""One whose attributes can stand in single quotes: in an address double ones are written by their number."""
_SILENT = {"", "font-family", "version", "stroke-dashoffset"}
"""Attributes that say nothing here."""
_USUAL = {("text-anchor", "start"), ("font-size", "7.5px"), ("stroke-linejoin", "round")}
"""What holds where nothing is said."""
_COMMON = {
    "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-dashoffset",
    "stroke-linejoin", "stroke-linecap", "font-size", "font-weight", "text-anchor", "clip-path",
}  # fmt: skip
"""What what is inside a group inherits from it, or as good as."""
_CIRCLE = re.compile(r"M0,([\d.]+)(C[^CM]+){8}z")
"""How matplotlib draws a round marker."""
_LONG = 9
"""Corners from which on a path is a curve or a band of data."""


def minify(svg: bytes) -> bytes:
    """Return the same drawing, styles as attributes, to a tenth of a point, curved markers to a hundredth."""
    bare = svg[svg.index(b"<svg ") :].replace(f' xmlns="{_SVG}"'.encode(), b"", 1)  # so that tags have plain names
    root = ET.fromstring(_FORBIDDEN.sub(b"", bare))  # noqa: S314  (matplotlib's own)
    links = [found[2] for each in root.iter() for value in each.attrib.values() if (found := _REFERENCE.match(value))]
    _shorten(root, {name: f"i{index}" for index, name in enumerate(dict.fromkeys(links))})
    root.attrib = _ROOT | root.attrib
    return _TAG.sub(
        lambda tag: tag[0].replace('"', "'"), ET.tostring(root, encoding="unicode").replace(" />", "/>")
    ).encode()


def _shorten(element: ET.Element, names: dict[str, str]) -> None:
    """Shorten an element and all inside it; groups that say nothing give way to what they hold.

    Args:
        element: changed in place.
        names: short ones, of what something in the drawing refers to; nothing outside refers into it.
    """
    element.attrib = _attributes(element, names)
    if round_ := _CIRCLE.fullmatch(element.get("d", "")):
        element.tag = "circle"
        element.attrib = {"r": round_[1]} | {name: value for name, value in element.attrib.items() if name != "d"}
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
    element[:] = _gathered(held) if element.tag != "defs" else held
    while element.tag == "g" and len(element) == 1 and element[0].tag == "g" and _apart(element, element[0]):
        element.attrib |= element[0].attrib
        element[:] = element[0][:]


def _gathered(elements: list[ET.Element]) -> list[ET.Element]:
    """Return elements with what neighbours have in common said once, colours apart."""
    found: list[ET.Element] = []
    for said, held in groupby(elements, _form):
        alike = _joined([*held])
        found += [_group(said, alike)] if said and len(alike) > 1 else alike
    return found


def _joined(elements: list[ET.Element]) -> list[ET.Element]:
    """Return elements, those that look the same as a path of all of them, or in a group."""
    found: list[ET.Element] = []
    for said, held in groupby(elements, _said):
        alike = [*held]
        if len(alike) == 1 or not said:
            found += alike
        elif _joinable(said) and all(each.tag == "path" and {*each.attrib} == {"d", *said} for each in alike):
            found.append(ET.Element("path", {"d": "".join(each.attrib["d"] for each in alike)} | said))
        else:
            found.append(_group(said, alike))
    return found


def _group(said: dict[str, str], elements: list[ET.Element]) -> ET.Element:
    """Return a group that says for its elements what all of them say."""
    group = ET.Element("g", said)
    for each in elements:
        each.attrib = {name: value for name, value in each.attrib.items() if name not in said}
        group.append(each)
    return group


def _form(element: ET.Element) -> dict[str, str]:
    """Return what an element says that means the same of a group, but for its colours."""
    return {name: value for name, value in _said(element).items() if name not in {"fill", "stroke"}}


def _apart(outer: ET.Element, inner: ET.Element) -> bool:
    """Tell whether two groups may be one: they say different things, and none of them moves or blends."""
    return {*inner.attrib} <= _COMMON and {*outer.attrib} <= _COMMON and not {*inner.attrib} & {*outer.attrib}


def _said(element: ET.Element) -> dict[str, str]:
    """Return what an element says that means the same of a group."""
    if element.tag not in {"path", "text", "use"} or ("transform" in element.attrib and "clip-path" in element.attrib):
        return {}
    return {name: value for name, value in element.attrib.items() if name in _COMMON}


def _joinable(said: dict[str, str]) -> bool:
    """Tell whether shapes may become one: where they overlap, neither hides the other nor shines through."""
    return not any("opacity" in name for name in said) and ("none" in said.get("fill", "") or "stroke" not in said)


def _attributes(element: ET.Element, names: dict[str, str]) -> dict[str, str]:
    """Return what an element says, and what its style does, in short; a mark has its strokes from what it repeats."""
    found = {"href" if name == _LINK else name: value for name, value in element.attrib.items()}
    style = found.pop("style", "")
    found |= {name.strip(): value.strip() for name, _, value in (each.partition(":") for each in style.split(";"))}
    kept = {}
    for name, value in found.items():
        if name in _SILENT or (name, value) in _USUAL or (name.startswith("stroke") and element.tag == "use"):
            continue
        if name == "id":
            short = names.get(value, "")
        elif name in {"href", "clip-path"}:
            short = _REFERENCE.sub(lambda old: old[1] + names[old[2]] + old[3], value) if "#" in value else value
        elif name == "d":
            short = _path(value)
        elif name in {"x", "y", "width", "height", "transform"}:
            short = "" if value.startswith("rotate(-0 ") else _rounded(value)
        else:
            short = value
        if short:
            kept[name] = short
    return kept


def _path(path: str) -> str:
    """Round a path; say a long one by steps from corner to corner: each corner is rounded, so no error adds up."""
    if path.count("L") < _LONG or "C" in path or "Q" in path:
        rounded = _DIGITS.sub(r"\1", path) if "C" in path or "Q" in path else _rounded(path)
        return _GAP.sub(",", _COMMAND.sub(r"\1", rounded).strip()).replace(",-", "-")
    parts = []
    for part in path.split("M")[1:]:
        corners = np.array(part.replace("L", " ").replace("z", " ").split(), dtype=np.float64).reshape(-1, 2)
        at = np.rint(10 * corners).astype(np.int64)
        start, steps = (",".join(map(_tenths, each.ravel().tolist())) for each in (at[:1], np.diff(at, axis=0)))
        parts.append(f"M{start}l{steps}{'z' if 'z' in part else ''}")
    return "".join(parts).replace(",-", "-")


def _rounded(text: str) -> str:
    """Round every number in a text to tenths."""
    return _NUMBER.sub(lambda number: _tenths(round(10 * float(number[0]))), text)


@cache
def _tenths(number: int) -> str:
    whole, rest = divmod(abs(number), 10)
    text = f"{whole or ''}.{rest}" if rest else f"{whole}"
    return f"{'-' * (number < 0)}{text}"
