"""A report is read before anything of it is published: no two of its statements contradict each other.

Rules look at what the page says, as its reader has it, and not at the code that wrote the sentences: so they find it
wrong. A rule is a function that yields contradictions; to add one, write it and add it to `RULES`.
"""

from typing import TYPE_CHECKING

from bnreport.errors import ContradictionError, SpecError
from bnreport.report.consistency.analyses import other_analyses_are_counted
from bnreport.report.consistency.checked import Checked, Contradiction
from bnreport.report.consistency.conditions import (
    data_are_what_was_trained_on,
    departures_name_the_networks,
    precision_is_told_alike,
)
from bnreport.report.consistency.counts import (
    chances_are_within_one,
    parts_are_within_their_whole,
    points_are_within_a_hundred,
    seeds_used_have_run,
    shares_are_within_a_hundred,
)
from bnreport.report.consistency.forms import forms_have_the_same_numbers
from bnreport.report.consistency.intervals import (
    findings_have_the_direction_of_the_means,
    findings_have_the_size_of_their_numbers,
    intervals_name_their_kind,
    sentences_have_the_interval,
    strips_are_where_intervals_lie,
    verdicts_are_where_intervals_lie,
)
from bnreport.report.consistency.links import headings_head_something, ids_stand_once, links_lead_somewhere
from bnreport.report.consistency.marks import captions_name_what_is_drawn
from bnreport.report.consistency.reader import read_page
from bnreport.report.consistency.runs import (
    cautions_agree_with_their_counts,
    diverged_runs_are_counted_alike,
    the_flow_adds_up,
)
from bnreport.report.consistency.verdicts import (
    answers_are_the_verdicts,
    badges_are_the_verdicts,
    certainties_are_the_same,
    files_are_the_verdicts,
    pictures_are_the_verdicts,
    rows_are_the_verdicts,
)
from bnreport.report.consistency.words import prose_has_no_identifiers, prose_has_no_raw_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bnreport.report.facts import Facts

RULES: "tuple[Callable[[Checked], Iterable[Contradiction]], ...]" = (
    badges_are_the_verdicts,
    rows_are_the_verdicts,
    answers_are_the_verdicts,
    files_are_the_verdicts,
    certainties_are_the_same,
    pictures_are_the_verdicts,
    verdicts_are_where_intervals_lie,
    sentences_have_the_interval,
    findings_have_the_direction_of_the_means,
    findings_have_the_size_of_their_numbers,
    intervals_name_their_kind,
    strips_are_where_intervals_lie,
    diverged_runs_are_counted_alike,
    the_flow_adds_up,
    cautions_agree_with_their_counts,
    other_analyses_are_counted,
    parts_are_within_their_whole,
    shares_are_within_a_hundred,
    points_are_within_a_hundred,
    chances_are_within_one,
    seeds_used_have_run,
    precision_is_told_alike,
    data_are_what_was_trained_on,
    departures_name_the_networks,
    captions_name_what_is_drawn,
    prose_has_no_identifiers,
    prose_has_no_raw_values,
    ids_stand_once,
    links_lead_somewhere,
    headings_head_something,
)
"""In the order in which they are told."""


def check_report(facts: "Facts", html: str, files: "Mapping[str, bytes]") -> Checked:
    """Look for statements of a page that cannot both be true.

    Args:
        facts: what the page is about.
        html: the page.
        files: what lies beside it, by name.

    Returns:
        The page as it was read, for `check_paper`.

    Raises:
        ContradictionError: ours contradict each other: a bug of bnreport.
        SpecError: the study's own words contradict its recipes.
    """
    checked = Checked(facts, read_page(html), files)
    _refuse(each for rule in RULES for each in rule(checked))
    return checked


def check_paper(screen: Checked, html: str) -> None:
    """Look for what the HTML of a PDF says otherwise than the page.

    Raises:
        ContradictionError: something.
        SpecError: the study's own words contradict its recipes.
    """
    paper = Checked(screen.facts, read_page(html), {})
    _refuse([*(each for rule in RULES for each in rule(paper)), *forms_have_the_same_numbers(paper.page, screen.page)])


def _refuse(found: "Iterable[Contradiction]") -> None:
    every = list(dict.fromkeys(found))
    if ours := [str(each) for each in every if not each.of_study]:
        raise ContradictionError(ours)
    if every:
        raise SpecError([str(each) for each in every])
