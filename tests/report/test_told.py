"""What the page says of the analysis, of the profile and of what is not there follows from the study and its runs."""

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure

from bnreport.figures import interaction, paired
from bnreport.figures._runs import Curve, digest
from bnreport.judge.registration_status import standing
from bnreport.judge.verdicts import Verdict, judge
from bnreport.report.claims import Claim
from bnreport.report.context import build
from bnreport.report.drawing import drawn
from bnreport.report.html import to_html
from bnreport.report.learning import curves_of
from bnreport.report.scope import scope
from bnreport.results import Results, RunResult, Series
from bnreport.study.load import StudyFile
from bnreport.study.schema import Study

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


def _page(*known: object) -> str:
    context = build(*known)  # type: ignore[arg-type]
    return to_html(context, drawn(context.exhibits))


@pytest.mark.parametrize("multiplicity", ["holm", "bonferroni"])
@pytest.mark.parametrize("divergence", ["composite", "conditional"])
def test_no_word_of_another_analysis(
    make_study: Callable[..., Study], known: Known, multiplicity: str, divergence: str
) -> None:
    """A page that names Holm where Bonferroni was used, or keeps runs that were left out, is false."""
    study = make_study(analysis={"multiplicity": multiplicity, "divergence": divergence})
    file = replace(known[0], study=study)
    page = _page(file, known[1], judge(study, known[1], scale="paper"))
    other = {"holm": "Bonferroni", "bonferroni": "Holm"}[multiplicity]
    assert multiplicity.capitalize() in page
    assert other not in re.sub(r'"data:[^"]*"', "", page)
    kept, left = "never left out" in page, "left out, in every arm" in page
    assert (kept, left) == (divergence == "composite", divergence == "conditional")


def test_the_profile_and_why_it_was_taken(known: Known) -> None:
    """The first screen says which scale ran, and because of what."""
    page = _page(*known)
    assert f"because <bdi>{known[0].because}</bdi>" in page[: page.index("data-sift")]


@pytest.mark.parametrize(("scale", "drawn"), [("paper", True), ("reduced", False), ("toy", False)])
def test_the_papers_number_is_drawn_at_its_own_scale(known: Known, scale: str, drawn: bool) -> None:  # noqa: FBT001
    """Elsewhere it would be compared with what it does not measure."""
    effect = Claim(known[0].study, known[2][1], known[1], scale).effect  # type: ignore[arg-type]
    assert np.isfinite(effect.paper) == drawn


def test_every_section_is_in_the_contents(known: Known) -> None:
    """And in the same order."""
    page = _page(*known)
    contents = re.findall(r'href="#([^"]+)"', page.partition("<nav")[2].partition("</nav>")[0])
    assert contents == re.findall(r'<section id="([^"]+)"', page)


def test_seeds_are_named_beside_their_own_effects() -> None:
    """From top to bottom in the order of the table."""
    figure = Figure()
    effect = paired.EXAMPLE.effect._replace(seeds=(3, 7, 9), values=(0.01, 0.02, 0.03))
    paired.draw(figure, replace(paired.EXAMPLE, arms=(), effect=effect))
    labels = {text.get_text(): text.get_position()[1] for text in figure.axes[-1].texts}
    assert (labels["3"], labels["7"], labels["9"]) == (0, 1, 2)


def test_interaction_names_each_line() -> None:
    """The colour in the legend is that of the line through the arm's own mean."""
    figure = Figure()
    table = interaction.EXAMPLE
    interaction.draw(figure, table)
    shown = {text.get_text(): line.get_color() for legend in figure.legends for text, line in
             zip(legend.get_texts(), legend.get_lines(), strict=True)}  # fmt: skip
    lines = [line for line in figure.axes[0].lines if len(np.asarray(line.get_xdata())) == 2]
    for place, (name, colour) in enumerate(shown.items()):
        here = table.arms[place].name
        assert here in name
        mean = 100 * float(np.mean(table.arms[place].values))
        [own] = {line.get_color() for line in lines if np.isclose(np.asarray(line.get_ydata())[0], mean)}
        assert own == colour


def test_the_digest_of_curves_has_every_arm() -> None:
    """Steps that only the second arm was measured at are among those that may be shown."""
    runs = [Curve("e.a", 0, (0, 2), (1.0, 2.0), diverged=False), Curve("e.b", 0, (0, 1), (3.0, 4.0), diverged=False)]
    rows = digest(runs, ("e.a", "e.b"), "nat", 8)
    assert [row[0] for row in rows] == [0, 1, 2]


def test_curves_end_where_runs_end(make_run: Callable[..., RunResult]) -> None:
    """However few points are drawn, the last is the run's last, even of one that ended sooner than the others."""
    long, cut = Series(np.arange(500), np.sin(np.arange(500.0))), Series(np.arange(123), np.cos(np.arange(123.0)))
    runs = {"vgg.a": {seed: replace(make_run("vgg.standard", seed), series={"m": series})
                      for seed, series in enumerate((long, cut))}}  # fmt: skip
    [curves] = curves_of(runs, [("m", None)], 16)
    assert [curve.steps[-1] for curve in curves] == [499, 122]


def test_arms_that_are_partly_missing_are_named(known: Known) -> None:
    """A limit that a reader must know: how many of the planned seeds an arm has."""
    file, results, _ = known
    runs = {**results.runs, "vgg.standard": {0: results.runs["vgg.standard"][0]}}
    planned = {arm: tuple(range(5)) for arm in results.runs}
    said = " ".join(scope(file, planned, Results(runs), standing(None, Results(runs))).limits)
    assert "vgg.standard" in said
