"""The page over all studies: what its template says, and the same as JSON."""

import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bnreport.files import html_path, report_folder
from bnreport.formatting import NOTHING, capitalize, say_list
from bnreport.judge.effect_in_words import say_effect_in_words
from bnreport.judge.registration_words import say_status
from bnreport.judge.wording import BADGES, say_why
from bnreport.report.synthesis.bottom_line import Sentence, bottom_line
from bnreport.report.synthesis.claims import Bearing, bearings_of, claims_of
from bnreport.report.synthesis.clauses import clauses
from bnreport.report.synthesis.disagreements import disagreements_of
from bnreport.report.synthesis.lines import Line, StudyLine
from bnreport.report.synthesis.matrix import rows_of
from bnreport.report.synthesis.pooling import pools_of
from bnreport.report.synthesis.studies import explanations_of
from bnreport.report.synthesis.unsettled import command, open_of
from bnreport.report.synthesis.words import SCALE_WORDS, name_of

if TYPE_CHECKING:
    from pathlib import Path

    from bnreport.report.synthesis.claims import Claim
    from bnreport.report.synthesis.disagreements import Disagreement
    from bnreport.report.synthesis.matrix import Cell, Row
    from bnreport.report.synthesis.pooling import Pool
    from bnreport.report.synthesis.studies import Published, Studied
    from bnreport.report.synthesis.unsettled import Open


@dataclass(frozen=True, eq=False)
class Synthesis:
    """All that the page is about."""

    studies: "tuple[Studied, ...]"
    reports: "Path"
    """Folder of the studies' reports."""
    folder: "Path"
    """Of this page: links to those reports start here."""

    @cached_property
    def claims(self) -> "tuple[Claim, ...]":
        """Every claim at every published profile."""
        return claims_of(self.studies)

    @cached_property
    def bearings(self) -> tuple[Bearing, ...]:
        """What the claims test about explanations."""
        return bearings_of(self.claims)

    @cached_property
    def rows(self) -> "tuple[Row, ...]":
        """The table."""
        return rows_of(explanations_of(self.studies), self.bearings, self.studies)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The bottom line."""
        return bottom_line(self.rows)

    def paragraph(self, row: "Row") -> str:
        """Return what the deciding claims say of one explanation."""
        return clauses(row)

    @cached_property
    def disagreements(self) -> "tuple[Disagreement, ...]":
        """Papers that say opposite things."""
        return disagreements_of(self.rows, self.studies)

    @cached_property
    def open(self) -> "tuple[Open, ...]":
        """What is not settled."""
        return open_of(self.rows, self.studies)

    @cached_property
    def pools(self) -> "tuple[Pool, ...]":
        """Claims of one estimand."""
        return pools_of(self.claims)

    @cached_property
    def numbers(self) -> "dict[tuple[Path, str], int]":
        """Claims that bear on something counted from 1, in the order of the page: how it refers to them briefly."""
        held = [each for row in self.rows for cell in row.cells for each in (*cell.deciding, *cell.others, *cell.above)]
        return {key: number for number, key in enumerate(dict.fromkeys(map(_key, held)), start=1)}

    def number(self, claim: "Claim") -> int:
        """Return what this page refers to a claim by."""
        return self.numbers[_key(claim)]

    def lines(self, cell: "Cell") -> tuple[Line, ...]:
        """Return the claims of a cell, those that decide it first."""
        return tuple(self.line(each, decides=each in cell.deciding) for each in (*cell.deciding, *cell.others))

    def line(self, claim: Bearing, *, decides: bool) -> Line:
        """Say in one line what became of a claim."""
        facts, verdict = claim.published.facts, claim.verdict
        return Line(
            anchor=f"about-{claim.explanation}-{self.number(claim)}-{facts.file.profile}",
            number=self.number(claim),
            study=claim.published.name,
            claim=claim.hypothesis.claim,
            href=f"{self._address(claim.published)}#claim-{claim.name}",
            badge=BADGES[verdict.verdict],
            why="" if verdict.reason == "imprecise" else say_why(verdict).partition(":")[0],
            side=claim.side if claim.decided and claim.scale != "toy" else NOTHING,
            finding=capitalize(say_effect_in_words(verdict, facts.claim(verdict).say)),
            certainty=f"{claim.level} certainty" if claim.level else "",
            scale=SCALE_WORDS[claim.scale],
            status=say_status(verdict.registration.word, primary=verdict.primary),
            decides=decides,
        )

    @cached_property
    def listed(self) -> tuple[StudyLine, ...]:
        """The studies at their published profiles, and those that were not run."""
        return tuple(line for study in self.studies for line in self._listed(study))

    def _listed(self, study: "Studied") -> "list[StudyLine]":
        name = name_of(study.name)
        if not study.published:
            return [StudyLine(name, "", "none", study.paper, "Not run.", "", command(study.files[0]))]
        return [
            StudyLine(
                name=name,
                href=self._address(each),
                profile=each.facts.file.profile,
                paper=study.paper,
                progress=each.facts.progress,
                registration=each.facts.registration.word,
                command="",
            )
            for each in study.published
        ]

    @property
    def read(self) -> str:
        """Say which studies these are, by which profiles, and which were not run."""
        ran = [
            f"{name_of(study.name)} (profile{'s' * (len(profiles) > 1)} {say_list(profiles)})"
            for study in self.studies
            if (profiles := [each.facts.file.profile for each in study.published])
        ]
        waiting = [name_of(study.name) for study in self.studies if not study.published]
        return " ".join([*(f"{each}." for each in ran), *([f"Not run: {say_list(waiting)}."] if waiting else [])])

    @property
    def registered(self) -> str:
        """Say what the verdicts of each study may be called."""
        words: dict[str, list[str]] = {}
        for study in self.studies:
            for word in dict.fromkeys(each.facts.registration.word for each in study.published):
                words.setdefault(word, []).append(name_of(study.name))
        said = (f"{capitalize(word)}: {say_list(names)}." for word, names in words.items())
        return " ".join(said) or "Nothing was run."

    @property
    def finished_at(self) -> str:
        """End of the newest run, ISO 8601; empty without runs."""
        return max((each.facts.finished_at for study in self.studies for each in study.published), default="")

    def _address(self, published: "Published") -> str:
        file = published.facts.file
        there = html_path(report_folder(self.reports, file.study.study, file.profile))
        return os.path.relpath(there, self.folder).replace(os.sep, "/")


def _key(claim: "Claim") -> "tuple[Path, str]":
    return claim.published.spec, claim.name
