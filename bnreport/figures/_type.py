"""The figures' own font, inside each drawing: an image in a page cannot use the page's fonts."""

from base64 import b64encode
from functools import cache
from io import BytesIO
from pathlib import Path

_LETTERS = (
    "".join(map(chr, range(0x20, 0x7F)))
    + "\xb0\xb1\xb5\xb7\xd7\u03b1\u03b2\u03c3\u2013\u2014\u2026\u2212\u221e\u2248\u2264\u2265"
    + "\xb9\xb2\xb3\u2070\u2074\u2075\u2076\u2077\u2078\u2079\u207b"
)
_FACES = {"normal": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}


def with_type(svg: bytes) -> bytes:
    """Return a drawing that looks the same wherever it is shown: what it needs of DejaVu Sans stands in it."""
    weights = ("normal", "bold") if b'font-weight="700"' in svg else ("normal",)
    rules = "".join(map(_rule, weights))
    start = svg.index(b">") + 1
    return svg[:start] + f"<style>{rules}</style>".encode() + svg[start:]


@cache
def _rule(weight: str) -> str:
    """Return the @font-face rule of one weight, with Latin letters and the signs that figures use."""
    from fontTools import subset  # type: ignore[import-untyped]  # noqa: PLC0415  (only the page needs it)
    from matplotlib import get_data_path  # noqa: PLC0415

    options = subset.Options(flavor="woff2", hinting=False, layout_features=["kern"], recalc_timestamp=False)
    options.drop_tables += ["FFTM"]
    font = subset.load_font(Path(get_data_path(), "fonts", "ttf", _FACES[weight]), options)
    cut = subset.Subsetter(options)
    cut.populate(text=_LETTERS)
    cut.subset(font)
    out = BytesIO()
    subset.save_font(font, out, options)
    font.close()
    data = b64encode(out.getvalue()).decode()
    return f'@font-face{{font-family:"Report Sans";font-weight:{weight};src:url(data:font/woff2;base64,{data})}}'
