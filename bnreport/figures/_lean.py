"""A drawing without what a reader never sees: a third of the bytes and of the nodes, and no style sheet inside."""

import re
from functools import cache

import numpy as np

_ROOT = (
    b"""stroke-linejoin="round" stroke-linecap="butt" """
    b"""font-family="'Report Sans', 'DejaVu Sans', Verdana, sans-serif" """
)
"""Text stays text: searchable, and set ten times as fast as outlines. The PDF brings the first of these fonts along; on
a screen one of the others is at hand, whose letters are as wide (DejaVu Sans, Verdana) or narrower."""
_FORBIDDEN = rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]"
"""What XML cannot hold, even as a reference, and a label may."""
_LONG = 9
"""Corners from which on a path is a curve or a band of data."""


def lean(svg: bytes) -> bytes:
    """Return the same drawing, styles as attributes, to a hundredth of a point, curves of data to a tenth."""
    svg = svg[svg.index(b"<svg ") :]
    svg = re.sub(rb"<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", b"", svg, flags=re.DOTALL)
    svg = re.sub(_FORBIDDEN, b"", svg)
    svg = re.sub(rb'>[^<"]*"[^<]*<', lambda text: text[0].replace(b'"', b"&quot;"), svg)  # no label looks like a tag
    svg = svg.replace(b"<svg ", b"<svg " + _ROOT, 1)
    svg = re.sub(rb' transform="rotate\(-0 [^"]*"', b"", svg)
    svg = re.sub(rb' style="([^"]*)"', _attributes, svg)
    svg = re.sub(rb'(<use xlink:href="#m[^>]*?)(?: stroke(?:-width|-linejoin)?="[^"]*")+/>', rb"\1/>", svg)
    svg = re.sub(rb"<g([^>]*)>\s*((?:<use [^>]*/>\s*)+)</g>", _fill_once, svg)
    svg = re.sub(rb' d="(M [-\d. MLz\n]+)"', _by_steps, svg)
    svg = re.sub(rb' (?:d|x|y|transform)="[^"]+"', _numbers, svg)
    svg = re.sub(rb">\s+<", b"><", svg)
    svg = re.sub(rb'<g id="[^"]*"', b"<g", svg)
    svg = _renamed(svg)
    svg = re.sub(rb'<path d="[^"]*"( [^>]*)/>(?:<path d="[^"]*"\1/>)+', _alike, svg)
    for _ in range(3):
        svg = re.sub(rb"<g>((?:<(?:use|path)[^>]*/>|<text[^>]*>[^<]*</text>)*)</g>", rb"\1", svg)
    return svg.replace(b"<defs></defs>", b"").replace(b"<defs/>", b"")


def _fill_once(group: re.Match[bytes]) -> bytes:
    fills = set(re.findall(rb' fill="[^"]*"', group[2]))
    if len(fills) != 1 or group[2].count(b"<use") != group[2].count(b" fill="):
        return group[0]
    [fill] = fills
    return b"<g%s%s>%s</g>" % (group[1], fill, group[2].replace(fill, b""))


def _alike(paths: re.Match[bytes]) -> bytes:
    """Say once what consecutive paths share."""
    return b"<g%s>%s</g>" % (paths[1], paths[0].replace(paths[1] + b"/>", b"/>"))


def _renamed(svg: bytes) -> bytes:
    """Count what matplotlib calls by digests: nothing outside the drawing refers into it."""
    names = {name: b"%d" % count for count, name in enumerate(dict.fromkeys(re.findall(rb' id="([^"]+)"', svg)))}
    return re.sub(rb' id="([^"]+)"|(?<="#)\w+(?=")|(?<="url\(#)\w+(?=\)")', lambda found: _name(found, names), svg)


def _name(found: re.Match[bytes], names: dict[bytes, bytes]) -> bytes:
    if found[1]:
        return b' id="i%s"' % names[found[1]]
    return b"i" + names[found[0]] if found[0] in names else found[0]


def _attributes(style: re.Match[bytes]) -> bytes:
    pairs = (declaration.split(b":", 1) for declaration in style[1].split(b";"))
    return b"".join(
        b' %s="%s"' % (name.strip(), value.strip()) for name, value in pairs if name.strip() != b"font-family"
    )


def _numbers(attribute: re.Match[bytes]) -> bytes:
    text = re.sub(rb"(\.\d\d)\d+", rb"\1", attribute[0])
    text = re.sub(rb"\s*\n\s*", b" ", text)
    return re.sub(rb" ?([MLCQz]) ?", rb"\1", text) if text.startswith(b' d="') else text


def _by_steps(path: re.Match[bytes]) -> bytes:
    """Say a long path by steps from corner to corner: half the bytes. Each corner is rounded, so no error adds up."""
    if path[1].count(b"L") < _LONG:
        return path[0]
    parts = []
    for part in path[1].split(b"M")[1:]:
        corners = np.array(part.replace(b"L", b" ").replace(b"z", b" ").split(), dtype=np.float64).reshape(-1, 2)
        at = np.rint(10 * corners).astype(np.int64)
        start, steps = (b",".join(map(_tenths, each.ravel().tolist())) for each in (at[:1], np.diff(at, axis=0)))
        parts.append(b"M%sl%s%s" % (start, steps, b"z" if b"z" in part else b""))
    return b' d="%s"' % b"".join(parts).replace(b",-", b"-")


@cache
def _tenths(number: int) -> bytes:
    whole, rest = divmod(abs(number), 10)
    text = f"{whole or ''}.{rest}" if rest else f"{whole}"
    return f"{'-' * (number < 0)}{text}".encode()
