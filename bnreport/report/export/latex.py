"""`report.tex`: a booktabs table of the claims, a paragraph on methods and one on departures, ready to be compiled."""

from typing import TYPE_CHECKING

from bnreport.formatting import say_list, uncapitalize
from bnreport.report.export.bibtex import NAME as BIBLIOGRAPHY
from bnreport.report.export.bibtex import entries, keys_of
from bnreport.report.export.rows import HEADINGS, rows
from bnreport.report.export.tex import escape
from bnreport.report.export.words import departures
from bnreport.report.sections.references import gather

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.report.facts import Facts

NAME = "report.tex"
_HEAD = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage[a4paper,landscape,margin=15mm]{geometry}
\usepackage{array,booktabs,longtable}
\begin{document}
"""
_CITE = r"\cite"
_COLUMNS = (6, 58, 20, 28, 70, 12, 16, 24)
"""Widths in millimetres, one a heading."""


def export(facts: "Facts") -> dict[str, bytes]:
    """Return the document as a file; what it cites is in the BibTeX beside it."""
    paragraphs = [
        rf"\section*{{{escape(facts.study.title)}}}",
        rf"\paragraph{{Methods.}} {' '.join(_methods(facts))}",
    ]
    if found := [*departures(facts)]:
        paragraphs.append(rf"\paragraph{{Deviations.}} {' '.join(map(escape, found))}")
    paragraphs.append(_table(facts))
    paragraphs.append(rf"\bibliographystyle{{plain}}\bibliography{{{BIBLIOGRAPHY.removesuffix('.bib')}}}")
    body = "\n\n".join(paragraphs)
    return {NAME: f"{_HEAD}{body}\n\\end{{document}}\n".encode()}


def _methods(facts: "Facts") -> "Iterator[str]":
    """Yield what was tested, when it was fixed, on how many seeds, and what decides; each with what it is from."""
    study, analysis = facts.study, facts.analysis
    held, used = entries(facts), {each.used: each.source for each in gather(facts).used}

    def sentence(text: str, *sources: str) -> str:
        cited = ",".join(dict.fromkeys(key for name in sources for key in keys_of(used.get(name, ""), held)))
        return f"{escape(text.rstrip('.'))}{f'~{_CITE}{{{cited}}}' * bool(cited)}."

    if study.source:
        yield f"{escape(f'The claims are from {study.source.paper}')}~{_CITE}{{{next(iter(held))}}}."
    yield sentence(f"Registration: {facts.registration.word}. {facts.registration.why}")
    looks = [f"{n} ({alpha:g})" for n, alpha in zip(study.seeds.looks, study.seeds.alpha, strict=True)]
    yield sentence(f"Seeds an arm at each look, and the two-sided error rate spent there: {say_list(looks)}")
    correction = f"{analysis.correction}, for {facts.registration.corrected}: {analysis.rule}"
    yield sentence(f"Correction: {correction}", "Correction for several claims")
    yield sentence(f"Runs that diverged: {uncapitalize(analysis.diverged)}", "Diverged runs")
    yield sentence("Certainty falls from high by rules modelled on GRADE", "Certainty")
    yield sentence(facts.progress)


def _table(facts: "Facts") -> str:
    """Return the table; every row begins with a number, so that nothing in a cell is an option of the row's end."""
    columns = "".join(rf">{{\raggedright\arraybackslash}}p{{{width}mm}}" for width in _COLUMNS)
    head, *lines = (f"{' & '.join(map(escape, row))} \\\\" for row in (HEADINGS, *rows(facts)))
    body = "\n".join(lines)
    return (
        f"\\begin{{longtable}}{{@{{}}{columns}@{{}}}}\n\\toprule\n{head}\n\\midrule\n\\endhead\n{body}\n"
        "\\bottomrule\n\\end{longtable}"
    )
