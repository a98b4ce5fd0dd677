"""A drawing without what a reader never sees: a third of the bytes and of the nodes, and no style sheet inside."""

import re

_ROOT = (
    b"""stroke-linejoin="round" stroke-linecap="butt" """
    b"""font-family="'Report Sans', 'DejaVu Sans', Verdana, sans-serif" """
)
"""Text stays text: searchable, and set ten times as fast as outlines. The page carries the first of these fonts inside
each drawing, the PDF brings it along; the others only stand in for letters that it lacks."""


def lean(svg: bytes) -> bytes:
    """Return the same drawing, with styles as attributes and two decimals: finer than any printer."""
    svg = svg[svg.index(b"<svg ") :]
    svg = re.sub(rb"<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", b"", svg, flags=re.DOTALL)
    svg = svg.replace(b"<svg ", b"<svg " + _ROOT, 1)
    svg = re.sub(rb' transform="rotate\(-0 [^"]*"', b"", svg)
    svg = re.sub(rb' style="([^"]*)"', _attributes, svg)
    svg = re.sub(rb' (?:d|x|y|transform)="[^"]+"', _numbers, svg)
    svg = re.sub(rb">\s+<", b"><", svg)
    svg = re.sub(rb'<g id="[^"]*"', b"<g", svg)
    for _ in range(3):
        svg = re.sub(rb"<g>((?:<(?:use|path)[^>]*/>|<text[^>]*>[^<]*</text>)*)</g>", rb"\1", svg)
    return svg.replace(b"<defs></defs>", b"").replace(b"<defs/>", b"")


def _attributes(style: re.Match[bytes]) -> bytes:
    pairs = (declaration.split(b":", 1) for declaration in style[1].split(b";"))
    return b"".join(
        b' %s="%s"' % (name.strip(), value.strip()) for name, value in pairs if name.strip() != b"font-family"
    )


def _numbers(attribute: re.Match[bytes]) -> bytes:
    text = re.sub(rb"(\.\d\d)\d+", rb"\1", attribute[0])
    return re.sub(rb"\s*\n\s*", b" ", text)
