"""No report that contradicts itself is published: each rule finds what it is for, and nothing where all is right."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bnreport.errors import ContradictionError, SpecError
from bnreport.judge.verdicts import Verdict
from bnreport.report import render as rendering
from bnreport.report.consistency import RULES, check_paper, check_report
from bnreport.report.draw import draw_figures
from bnreport.report.export.verdicts import export
from bnreport.report.facts import Facts
from bnreport.report.figure import find_figures
from bnreport.report.html import to_html
from bnreport.report.render import render
from bnreport.report.sections import gather_sections
from bnreport.results import Results
from bnreport.study.choice import Choice
from bnreport.study.load import StudyFile

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]
PROSE = "(Nothing was amended|An arm is one condition)"
"""Where a sentence is put that should not be there: at the beginning of one of ours."""
CROSS = "\N{MULTIPLICATION SIGN}"
RATIO = f"{CROSS}2.06 [{CROSS}1.31, {CROSS}3.23]"
ROW = '(<tr id="verdict-batchnorm_raises_test_accuracy".*?)'
CARD = '(<article class="card" id="claim-batchnorm_raises_test_accuracy".*?)'
ELSEWHERE = '(id="question-elsewhere".*?<b>)'
CONTRADICTIONS: Mapping[str, tuple[str, str, str, str]] = {
    "a badge of another verdict": (
        "badges_are_the_verdicts", CARD + "(✓</span> )Supported", r"\1\2Refuted", "“✓ Refuted” (in #claim-batchnorm",
    ),
    "a badge of another answer": (
        "badges_are_the_verdicts", '(id="question-elsewhere".*?)badge inconclusive', r"\1badge supported", "#question-",
    ),
    "a row that is sifted as another verdict": (
        "rows_are_the_verdicts", 'data-verdict="Supported"', 'data-verdict="Refuted"', "“Refuted” (in #verdict-noise",
    ),
    "a row that agrees otherwise": (
        "rows_are_the_verdicts", 'data-agreement="replicates"', 'data-agreement="contradicts"', "“contradicts”",
    ),
    "yes in place of not settled": (
        "answers_are_the_verdicts", ELSEWHERE + "Not settled", r"\1Yes", "“? Yes. Test accuracy",
    ),
    "not run yet beside a claim that ran": (
        "answers_are_the_verdicts", ELSEWHERE + "Not settled", r"\1Not run yet", "“? Not run yet.",
    ),
    "an answer surer than its certainty": (
        "answers_are_the_verdicts", '(id="question-noise".*?<b>)Perhaps, on little evidence', r"\1Yes", "Very low",
    ),
    "a first screen that says something else": (
        "answers_are_the_verdicts", "(is )0.72( points higher)", r"\g<1>0.62\2", "is 0.62 points higher",
    ),
    "two certainties of one claim": (
        "certainties_are_the_same", ROW + "Low certainty", r"\1High certainty", "(in #claim-batchnorm_raises_test",
    ),
    "an alternative text of another verdict": (
        "pictures_are_the_verdicts", 'alt="Supported: effect', 'alt="Refuted: effect', "“Refuted: effect +0.72 pp",
    ),
    "a strip read as another verdict": (
        "pictures_are_the_verdicts", "<title>Supported. ", "<title>Inconclusive. ", "“supported” (in its colour)",
    ),
    "a claim that is supported by an interval across its bound": (
        "verdicts_are_where_intervals_lie",
        CARD + r"(Verdict interval</th><td><bdi>)\[\+11.83", r"\1\2[+1.83", "“[+1.83, +18.10] pp (99 % Holm step)”",
    ),
    "a claim that is inconclusive by an interval inside": (
        "verdicts_are_where_intervals_lie",
        r"(Verdict interval</th><td><bdi>)\[\+0.12", r"\1[+5.12", "“above +2.00 pp”",
    ),
    "a sentence with another interval": (
        "sentences_have_the_interval", r"99 % interval \[\+11.83", "99 % interval [+13.83", "[+11.83, +18.10] pp",
    ),
    "a size of another number": (
        "findings_have_the_size_of_their_numbers", ROW + "is 15 points", r"\1is 1.5 points", "a size of 1.5 points",
    ),
    "a ratio of another size": (
        "findings_have_the_size_of_their_numbers", f"is 2.1 times(.*?{CROSS})2.06", r"is 21 times\g<1>2.06", "21 times",
    ),
    "lower where the mean is higher": (
        "findings_have_the_direction_of_the_means", CARD + "points higher", r"\1points lower", "batchnorm 73.4 %",
    ),
    "an interval of another kind without its label": (
        "intervals_name_their_kind", re.escape(f"{RATIO} (95 %)"), RATIO, "an interval is at 95 % and does not say so",
    ),
    "a strip whose bar lies elsewhere": (
        "strips_are_where_intervals_lie",
        '(strip supported".*?class="bar" x1=")[^"]*', r"\g<1>0.0", "a strip shows another verdict",
    ),
    "no run diverged among the arms": (
        "diverged_runs_are_counted_alike",
        '<td class="num">1</td>(<td><code>vgg.<wbr>noisy)', r'<td class="num">0</td>\1', "1 runs of noisy standard",
    ),
    "no run diverged among the runs": (
        "diverged_runs_are_counted_alike",
        f'<span class="lost">{CROSS} diverged</span>: ', "finished: ", "0 runs of noisy standard diverged",
    ),
    "a flow that loses a run": (
        "the_flow_adds_up", '<span class="number">1</span> diverged', '<span class="number">0</span> diverged', "30 st",
    ),
    "a checklist that counts otherwise": ("the_flow_adds_up", "; 1 diverged<", "; 0 diverged<", "“1 diverged”"),
    "all diverged in the caution and none in its table": (
        "cautions_agree_with_their_counts", "collapsed: 1 of 5 of noisy", "collapsed: 5 of 5 of noisy", "5 of 5 of noi",
    ),
    "none diverged in the table below a caution": (
        "cautions_agree_with_their_counts",
        "<td>4 of 5</td><td>1</td>", "<td>5 of 5</td><td>0</td>", "1 of noisy standard diverged",
    ),
    "no row changes the verdict, above rows that do": (
        "other_analyses_are_counted",
        "5 of the 12 others answer otherwise than", "All 12 others answer as the verdict does, not", "5 of 12 rows",
    ),
    "in a sentence too": (
        "other_analyses_are_counted", "leaving out any one of seeds 2", "no row changes the verdict, seeds 2", "no row",
    ),
    "analyses that agree, miscounted": (
        "other_analyses_are_counted", "5 of 5 other analyses agree", "4 of 5 other analyses agree", "5 of 5 rows agree",
    ),
    "none of none": ("parts_are_within_their_whole", PROSE, r"0 of 0 analyses agree. \1", "0 of 0 cannot be"),
    "six of five": ("parts_are_within_their_whole", PROSE, r"6 of 5 runs trained. \1", "6 of 5 cannot be"),
    "more than all": ("shares_are_within_a_hundred", PROSE, r"Of these 106.93 % trained. \1", "106.93 %"),
    "a share that would have to change by more than all": (
        "points_are_within_a_hundred", r"(SD 0.0152\)</th><td><bdi>)4.01", r"\g<1>106.93", "“106.93 pp”",
    ),
    "a chance above one": ("chances_are_within_one", r"p = 0.036", "p = 1.036", "p = 1.036"),
    "more seeds used than ran": ("seeds_used_have_run", "<bdi>5, 5, 5<", "<bdi>5, 4, 5<", "“5, 4, 5”"),
    "another precision than the recipe's": (
        "precision_is_told_alike", '(>precision</th><td><bdi>)fp32(</bdi></td></tr>\\s*<tr><th scope="row">threads)',
        r"\1bf16\2", "“fp32” (in the recipes of what ran)",
    ),
    "a device named after another precision": (
        "precision_is_told_alike", "(>device</th><td><bdi>)cpu", r"\1H100 (bf16)", "“H100 (bf16)”",
    ),
    "dots that are not drawn": (
        "captions_name_what_is_drawn", "(Figure 8.</b> <bdi>)", r"\1Dots: seeds. ", "a caption names dots",
    ),
    "a cross that is not drawn": (
        "captions_name_what_is_drawn", "(Figure 3.</b> <bdi>)", r"\1A cross: it diverged. ", "a caption names crosses",
    ),
    "a diamond that is not drawn": (
        "captions_name_what_is_drawn", "(Figure 3.</b> <bdi>)", r"\1Diamond: the paper. ", "a caption names diamonds",
    ),
    "a band that is not drawn": (
        "captions_name_what_is_drawn", "(Figure 4.</b> <bdi>)", r"\1Band: seeds. ", "a caption names a band",
    ),
    "a panel that is not drawn": (
        "captions_name_what_is_drawn", "(Figure 4.</b> <bdi>)", r"\1First: this. Then: that. ", "a second panel",
    ),
    "a name from code": ("prose_has_no_identifiers", PROSE, r"train_accuracy rises. \1", "identifier, train_accuracy"),
    "an arm's name from code": ("prose_has_no_identifiers", PROSE, r"For vgg.standard: \1", "identifier, vgg.standard"),
    "no number": ("prose_has_no_raw_values", PROSE, r"The mean is nan. \1", "a sentence has 'nan'"),
    "nothing": ("prose_has_no_raw_values", PROSE, r"The margin is None. \1", "a sentence has 'None'"),
    "an endless number": ("prose_has_no_raw_values", PROSE, r"Up to inf steps. \1", "a sentence has 'inf'"),
    "a power of ten": ("prose_has_no_raw_values", PROSE, r"The rate is 1e-07. \1", "a sentence has '1e-07'"),
    "a brace": ("prose_has_no_raw_values", PROSE, r"With {margin}. \1", "a sentence has '{'"),
    "a pure number's unit": ("prose_has_no_raw_values", PROSE, r"By 2 1 per doubling. \1", "a sentence has '2 1 per '"),
    "an id twice": ("ids_stand_once", '<p class="lead">', '<p class="lead" id="answer">', '“id="answer"”'),
    "a dead link": ("links_lead_somewhere", 'href="#runs"', 'href="#nowhere"', '“href="#nowhere"”'),
    "an orphaned heading": ("headings_head_something", "(<h4>What a seed)", r"<h4>Alone</h4>\1", "“Alone”"),
}  # fmt: skip


@pytest.fixture(scope="module")
def files(facts: Facts) -> Mapping[str, bytes]:
    """Return what lies beside the page."""
    return export(facts)


def test_a_page_that_is_right_passes_every_rule(facts: Facts, page: str, files: Mapping[str, bytes]) -> None:
    """One arm diverged on a seed, one was not run, and no two statements about either contradict each other."""
    checked = check_report(facts, page, files)
    assert len(checked.page.tables) > 30
    untried = {each.__name__ for each in RULES} - {rule for rule, *_ in CONTRADICTIONS.values()}
    assert untried == {"files_are_the_verdicts", "data_are_what_was_trained_on", "departures_name_the_networks"}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_contradiction_is_found(facts: Facts, page: str, files: Mapping[str, bytes], name: str) -> None:
    """By the rule that is for it, which quotes what is said and where."""
    rule, old, new, told = CONTRADICTIONS[name]
    changed = re.sub(old, new, page, count=1, flags=re.DOTALL)
    assert changed != page
    with pytest.raises(ContradictionError) as error:
        check_report(facts, changed, files)
    [looked] = [each for each in RULES if each.__name__ == rule]
    found = [line for line in error.value.contradictions if told in line]
    assert found
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bnreport.report.consistency.RULES", [looked])
        with pytest.raises(ContradictionError, match=re.escape(found[0])):
            check_report(facts, changed, files)


def test_a_file_beside_the_page_has_its_verdicts(facts: Facts, page: str, files: Mapping[str, bytes]) -> None:
    """A verdict, or an answer, that is another one in `verdicts.json` is found."""
    for old, new, told in (
        (b'"verdict": "refuted"', b'"verdict": "supported"', "“supported” (in verdicts.json, noise_helps_without_ba"),
        (b'"word": "Not settled"', b'"word": "No"', "“No” (in verdicts.json), but “? Not settled. Test accuracy is"),
    ):
        changed = {"verdicts.json": files["verdicts.json"].replace(old, new)}
        assert changed != files
        with pytest.raises(ContradictionError, match=re.escape(told)):
            check_report(facts, page, changed)


def _with(known: Known, page: str, departure: str, *, text: str = "", dataset: str = "digits") -> tuple[Facts, str]:
    """Return the known study with another departure and data set, and a page on which that departure stands."""
    study = known[0].study
    assert study.source
    source = study.source.model_copy(update={"departures": (departure,)})
    experiments = {
        name: each.model_copy(update={"recipe": each.recipe.model_copy(update={"dataset": Choice(dataset, {})})})
        for name, each in study.experiments.items()
    }
    study = study.model_copy(update={"source": source, "experiments": experiments})
    facts = Facts(replace(known[0], study=study, text=text), *known[1:])
    return facts, page.replace("Five seeds instead of one.", departure)


@pytest.mark.parametrize(
    ("departure", "depth", "wrong"),
    [
        ("A VGG-11 in place of the paper's network.", 13, True),
        ("A VGG-11 in place of the paper's network.", 11, False),
        ("The paper's VGG-16 is not trained.", 13, False),
    ],
)
def test_departures_name_the_networks_of_the_study(
    known: Known, page: str, departure: str, *, depth: int, wrong: bool
) -> None:
    """What is trained instead is a network that the study has; the paper's own may be named. Its author can mend it."""
    changed = _with(known, page, departure, text=f"model: {{vgg: {{depth: {depth}}}}}\n")
    if wrong:
        with pytest.raises(SpecError, match=r"in the departures\), but “no such network”"):
            check_report(*changed, {})
    else:
        check_report(*changed, {})


def test_a_copy_is_not_called_the_real_data_set(known: Known, page: str) -> None:
    """A JPEG copy of CIFAR-10 is none of its originals, whoever says so."""
    own = "On the real CIFAR-10."
    check_report(*_with(known, page, own, dataset="cifar10"), {})
    facts, changed = _with(known, page, own, dataset="cifar10_jpeg")
    with pytest.raises(SpecError, match=r"“On the real CIFAR-10.” .*but “cifar10_jpeg”"):
        check_report(facts, changed, {})
    with pytest.raises(ContradictionError, match=r"It is the real CIFAR-10"):
        check_report(facts, changed.replace("An arm is one condition", "It is the real CIFAR-10. An arm"), {})


def test_pdfs_have_the_numbers_of_the_page(folder: Path, facts: Facts, page: str) -> None:
    """A number that stands on the paper and not in that part of the page is found; an orphaned heading too."""
    checked = check_report(facts, page, {})
    assert (folder / "summary.pdf").exists()  # whose HTML has passed
    check_paper(checked, page)
    with pytest.raises(ContradictionError, match=r"a PDF beside the page: .*16.7 points"):
        check_paper(checked, page.replace("is 15 points higher", "is 16.7 points higher"))


@pytest.mark.parametrize("primary", [True, False])
def test_every_form_of_a_study_without_questions_passes(small: Any, *, primary: bool) -> None:  # noqa: ANN401
    """No heading announces evidence, or claims, that a page of its length does not have."""
    runs = {"vgg.batchnorm": small.arm(0.8), "vgg.standard": small.arm(0.6)}
    options = {"metric": "train_accuracy", "arm": "vgg.batchnorm", "versus": "vgg.standard", "margin": 0.02}
    facts = small.facts(runs, "superiority", options, primary=primary)
    sections = gather_sections(facts)
    pictures = draw_figures(find_figures(sections))
    checked = check_report(facts, to_html(facts, sections, pictures), {})
    for form in rendering.PAPERS:
        check_paper(checked, to_html(facts, sections, pictures, form=form))


def test_nothing_is_written_of_a_report_that_contradicts_itself(
    known: Known, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither page nor bundle nor files: what was there before stays."""
    render(Facts(*known), tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr(
        rendering, "to_html", lambda *given, **form: to_html(*given, **form).replace("Not settled.", "No.")
    )
    with pytest.raises(ContradictionError, match=r"an answer is not the verdict: “\? No. Test accuracy"):
        render(Facts(*known), tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
