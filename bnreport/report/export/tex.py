"""Text in LaTeX and BibTeX: no character of it is a command, braces balance, and pdfLaTeX knows every one."""

import re
from unicodedata import name, normalize

_SAID = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "\N{MINUS SIGN}": "$-$",
    "\N{MULTIPLICATION SIGN}": r"$\times$",
    "\N{PLUS-MINUS SIGN}": r"$\pm$",
    "\N{MIDDLE DOT}": r"$\cdot$",
    "\N{INFINITY}": r"$\infty$",
    "\N{LESS-THAN OR EQUAL TO}": r"$\le$",
    "\N{GREATER-THAN OR EQUAL TO}": r"$\ge$",
    "\N{EN DASH}": "--",
    "\N{EM DASH}": "---",
    "\N{LEFT SINGLE QUOTATION MARK}": "`",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": "``",
    "\N{RIGHT DOUBLE QUOTATION MARK}": "''",
    "\N{NO-BREAK SPACE}": "~",
}
_RAISED = {"\u207b": "-"} | dict(
    zip("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789", strict=True)
)
_GREEK = re.compile("GREEK SMALL LETTER (ALPHA|BETA|GAMMA|DELTA|EPSILON|MU|PI|RHO|SIGMA|TAU|CHI)")
_LATIN = 0xFF, 0x17F
"""Up to the first, pdfLaTeX has a glyph for every character; up to the second, for letters with an accent."""


def escape(text: str) -> str:
    """Return text that LaTeX sets as it is, on one line."""
    spaced = " ".join(re.split(r"[^\S\N{NO-BREAK SPACE}]+", text.strip()))
    powers = re.compile(f"[{''.join(_RAISED)}]+")
    parts, raised = powers.split(spaced), powers.findall(spaced)
    said = ["".join(map(_say, part)) for part in parts]
    up = ["$^{" + "".join(_RAISED[each] for each in power) + "}$" for power in raised]
    return "".join(part + power for part, power in zip(said, [*up, ""], strict=True))


def _say(character: str) -> str:
    """Return a character as LaTeX has it, or named by its code where pdfLaTeX has no glyph."""
    if character in _SAID:
        return _SAID[character]
    if greek := _GREEK.fullmatch(name(character, "")):
        return rf"$\{greek[1].lower()}$"
    first, second = _LATIN
    accented = ord(character) <= second and len(normalize("NFD", character)) > 1
    known = character.isprintable() and (ord(character) <= first or accented)
    return character if known else f"[U+{ord(character):04X}]"
