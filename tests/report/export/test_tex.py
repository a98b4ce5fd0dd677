"""Text in LaTeX."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bnreport.report.export.tex import escape
from tests.report.export.conftest import HOSTILE

OURS = {
    *("textbackslash", "textbraceleft", "textbraceright", "textasciitilde", "textasciicircum", "textasciigrave"),
    *("textless", "textgreater", "textbar", "textquotedbl", "times", "pm", "cdot", "infty", "le", "ge"),
    *("alpha", "beta", "gamma", "delta", "epsilon", "mu", "pi", "rho", "sigma", "tau", "chi"),
}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a_b & 5 % of $1 #2", r"a\_b \& 5 \% of \$1 \#2"),
        ("\\input{x}", r"\textbackslash{}input\textbraceleft{}x\textbraceright{}"),
        ("x^2~y", r"x\textasciicircum{}2\textasciitilde{}y"),
        ('<|">', r"\textless{}\textbar{}\textquotedbl{}\textgreater{}"),
        ("\N{MINUS SIGN}1.66\N{MIDDLE DOT}10\N{SUPERSCRIPT MINUS}\N{SUPERSCRIPT NINE}", r"$-$1.66$\cdot$10$^{-9}$"),
        ("\N{GREEK SMALL LETTER BETA} \N{MULTIPLICATION SIGN}2", r"$\beta$ $\times$2"),
        ("Bj\N{LATIN SMALL LETTER O WITH DIAERESIS}rck, \N{LATIN CAPITAL LETTER S WITH CARON}", "Bj\u00f6rck, \u0160"),
        ("\u202e\u4e2d\U0001f600", "[U+202E][U+4E2D][U+1F600]"),
        (" two\n\nparagraphs\t", "two paragraphs"),
    ],
)
def test_text_is_set_as_it_is(text: str, shown: str) -> None:
    """Nothing is a command; what pdfLaTeX has no glyph for is named by its code."""
    assert escape(text) == shown


@given(st.text() | st.sampled_from([HOSTILE, "}{", "\\", "%"]))
def test_whatever_it_holds_braces_balance_and_lines_do_not_break(text: str) -> None:
    """No comment, no paragraph, no column; every command is one of ours."""
    made = escape(text)
    bare = re.sub(r"\\[$&#_%]", "", made)
    depth = 0
    for character in bare:
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0
    assert not re.search(r"[%&#_\n\r]", bare)
    assert bare.count("$") % 2 == 0
    assert {*re.findall(r"\\([a-z]+)", bare)} <= OURS
    assert len(re.findall(r"\\(?![a-z])", bare)) == 0
