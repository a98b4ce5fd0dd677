"""The verdict rule: Holm over the study, the interval against the region, and what is said about it."""

import runpy
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from statsmodels.stats.weightstats import ttost_paired

from bnreport.hypotheses import registry
from bnreport.judge import verdicts as verdicts_of
from bnreport.judge.answer import DECIDED
from bnreport.judge.verdicts import Verdict
from bnreport.registry import ArmName
from bnreport.results import Results
from bnreport.stats.region import Interval
from bnreport.study.schema import Analysis, Experiment, Hypothesis, Scale, Scales, Study
from bnreport.study.windows import FixedWindow
from tests.hypotheses.conftest import METRICS
from tests.hypotheses.conftest import run as run_of
from tests.judge.studies import A, B, assert_sound, claim, ending_at, study_of

Make = Callable[..., Results]


@pytest.fixture(scope="module")
def make_results() -> Make:
    """Return a maker of results: per arm one number per seed."""
    return ending_at


def judge(asked: Study, results: Results, scale: Scale = "paper") -> tuple[Verdict, ...]:
    """Judge at the paper's own scale."""
    return verdicts_of.judge(asked, results, scale=scale)


def one(hypothesis: Hypothesis, results: Results, scale: Scale = "paper", **seeds: Any) -> Verdict:  # noqa: ANN401
    """Judge a study of one hypothesis."""
    return judge(study_of(hypothesis, **seeds), results, scale)[0]


def test_supported(make_results: Make) -> None:
    """The interval lies above the margin: every number A1.6 asks for is there, and one sentence says why."""
    verdict = one(claim(says="supported"), make_results(a=A, b=B))
    assert (verdict.verdict, verdict.reason, verdict.agreement) == ("supported", "", "replicates")
    assert verdict.estimate == pytest.approx(0.018)
    assert verdict.interval == verdict.verdict_interval == pytest.approx((0.0043983, 0.0316017), abs=1e-7)
    assert (verdict.level, verdict.p_holm) == (0.05, verdict.p)
    assert (verdict.n_planned, verdict.n_run, verdict.n_analysed) == (5, 5, 5)
    assert verdict.mde == pytest.approx(0.0109545 / 5**0.5 * 3.76106, rel=1e-5)
    assert verdict.correlation == pytest.approx(np.corrcoef(A, B)[0, 1])
    assert verdict.detail == (
        "accuracy (final): x.a \N{MINUS SIGN} x.b is +1.80 pp, 95 % interval [+0.44, +3.16] pp (n = 5), "
        "which lies above \N{MINUS SIGN}2.00 pp."
    )


@pytest.mark.parametrize(("said", "scales"), [({"x": "toy"}, ["toy", "paper", "toy"]), ("reduced", ["reduced"] * 3)])
def test_a_claim_has_the_scale_of_the_experiments_that_it_reads(
    make_results: Make, said: Scales, scales: list[str]
) -> None:
    """A toy beside it costs a claim nothing; one that it reads too does, whatever else it reads."""
    claims = [
        claim(says="supported", arm=arm, versus=versus)
        for arm, versus in (("x.a", "x.b"), ("y.a", "y.b"), ("y.a", "x.b"))
    ]
    runs = make_results(a=A, b=B).runs
    runs = {**runs, **{arm.replace("x", "y"): held for arm, held in runs.items()}}
    verdicts = verdicts_of.judge(study_of(*claims), Results(runs), scale=said)
    assert [verdict.scale for verdict in verdicts] == scales
    words = {"toy": "not_comparable", "reduced": "same_direction", "paper": "replicates"}
    compared = [words[scale] for scale in scales]
    assert [verdict.agreement for verdict in verdicts] == compared


def test_refuted(make_results: Make) -> None:
    """The interval lies below the margin."""
    verdict = one(claim(says="supported"), make_results(a=[b - 0.1 * a for a, b in zip(A, B, strict=True)], b=B))
    assert (verdict.verdict, verdict.agreement) == ("refuted", "contradicts")
    assert "lies below \N{MINUS SIGN}2.00 pp." in verdict.detail


def test_inconclusive(make_results: Make) -> None:
    """The interval reaches across the margin."""
    verdict = one(claim("superiority", margin=0.01, says="refuted"), make_results(a=A, b=B))
    assert (verdict.verdict, verdict.reason, verdict.agreement) == ("inconclusive", "imprecise", "cannot_tell")
    assert "reaches across +1.00 pp." in verdict.detail


def test_an_open_verdict_points_only_once_it_was_tested(make_results: Make) -> None:
    """Above no effect on five seeds; three of them say nothing yet."""
    asked = claim("superiority", margin=0.01, says="supported")
    assert one(asked, make_results(a=A, b=B)).agreement == "same_direction"
    assert one(asked, make_results(a=B, b=A)).agreement == "contradicts"
    assert one(asked, make_results(a=A[:3], b=B)).agreement == "cannot_tell"


def test_harmless_yet_worse_is_labelled(make_results: Make) -> None:
    """Within the margin and below zero is supported, and the sentence does not hide it."""
    verdict = one(claim(margin=0.2), make_results(a=B, b=A))
    assert verdict.verdict == "supported"
    assert "There is a difference, but less than the margin: it counts as none." in verdict.detail


def test_better_by_too_little_is_labelled(make_results: Make) -> None:
    """Above zero and below the margin refutes the claim of a margin, and the sentence says both."""
    verdict = one(claim("superiority", margin=0.2), make_results(a=A, b=B))
    assert verdict.verdict == "refuted"
    assert "There is a difference, but less than the margin." in verdict.detail


@pytest.mark.parametrize(
    ("says", "agreement"),
    [
        (None, "not_comparable"),
        ("refuted", "contradicts"),
        ("silent", "cannot_tell"),
        ("inconclusive", "cannot_tell"),
    ],
)
def test_agreement_with_the_paper(make_results: Make, says: str | None, agreement: str) -> None:
    """Only a decided verdict beside a decided claim agrees or disagrees."""
    assert one(claim(says=says), make_results(a=A, b=B)).agreement == agreement


@pytest.mark.parametrize(
    ("scale", "readings", "reason"),
    [("paper", 4, "too_few_readings"), ("reduced", 4, "too_few_readings"), ("toy", 4, ""), ("paper", 5, "")],
)
def test_fixed_steps_need_five_readings_of_all_but_toys(scale: Scale, readings: int, reason: str) -> None:
    """What `check` asks of a spec, judging asks of the runs, wherever they were trained."""
    window = FixedWindow.model_validate({"align": "fixed", "between": [0, 100]})
    arms = {
        arm: {s: run_of(METRICS["accuracy"], [v] * readings) for s, v in enumerate(ends)}
        for arm, ends in {"x.a": A, "x.b": B}.items()
    }
    study = study_of(claim(reduce="mean", window="w"), windows={"w": window})
    [verdict] = judge(study, Results(arms), scale)
    assert (verdict.reason, verdict.estimate is None) == (reason, bool(reason))


@pytest.mark.parametrize(
    ("scale", "agreement"), [("paper", "replicates"), ("reduced", "same_direction"), ("toy", "not_comparable")]
)
def test_a_toy_agrees_with_nobody(make_results: Make, scale: Scale, agreement: str) -> None:
    """A minute on digits says nothing about the paper, whatever the verdict."""
    verdict = one(claim(says="supported"), make_results(a=A, b=B), scale)
    assert (verdict.verdict, verdict.agreement) == ("supported", agreement)


def test_an_exploratory_claim_agrees_with_nobody(make_results: Make) -> None:
    """It has no verdict to compare, not one that says nothing."""
    verdict = one(claim(margin=0.5, primary=False, says="supported"), make_results(a=A, b=B))
    assert verdict.agreement == "not_comparable"


def test_runs_in_the_order_of_the_study(make_results: Make) -> None:
    """Verdicts come in the study's order whatever their p values."""
    verdicts = judge(study_of(claim(margin=0.001), claim(), claim(margin=0.3)), make_results(a=A, b=B))
    assert [v.hypothesis for v in verdicts] == ["h0", "h1", "h2"]


def test_holm_sets_the_level(make_results: Make) -> None:
    """The smallest p is drawn at alpha / 4, the next at alpha / 3; after a failure the level stays."""
    verdicts = judge(
        study_of(claim(margin=0.3), claim("superiority", margin=0.01), claim(margin=0.4)), make_results(a=A, b=B)
    )
    assert [v.level for v in verdicts] == pytest.approx([0.05 / 2, 0.05, 0.05 / 3])
    assert all(
        v.interval is not None and v.interval[0] >= v.verdict_interval[0] for v in verdicts if v.verdict_interval
    )


def test_exploratory_stays_outside(make_results: Make) -> None:
    """An exploratory hypothesis has an estimate and no verdict, and costs the others nothing."""
    primary, other = judge(study_of(claim(), claim(margin=0.3, primary=False)), make_results(a=A, b=B))
    assert primary.level == 0.05
    assert (other.verdict, other.reason, other.verdict_interval, other.p_holm) == (
        "exploratory",
        "",
        None,
        None,
    )
    assert other.interval == primary.interval


def test_a_hypothesis_without_runs_keeps_its_place(make_results: Make) -> None:
    """K is fixed before the runs: the others are not judged more leniently meanwhile."""
    verdicts = judge(study_of(claim(), claim(arm="x.c")), make_results(a=A, b=B))
    assert verdicts[0].level == 0.025
    assert (verdicts[1].verdict, verdicts[1].reason, verdicts[1].agreement) == (
        "not_run",
        "missing_runs",
        "not_comparable",
    )
    assert (verdicts[1].estimate, verdicts[1].interval, verdicts[1].p, verdicts[1].mde) == (None, None, None, None)
    assert (verdicts[1].n_planned, verdicts[1].n_run, verdicts[1].n_analysed) == (5, 0, 0)
    assert "No run of x.c measured accuracy." in verdicts[1].detail


@pytest.mark.parametrize("options", [{"kind": "superiority"}, {"kind": "trains", "threshold": 0.5, "margin": 0.0}])
def test_a_seed_that_was_not_measured_has_not_run(make_results: Make, options: dict[str, Any]) -> None:
    """A finished run without the metric, such as one of another study: four seeds are not the five declared."""
    held = make_results(a=[1.0, 0.99, 0.98, 0.99, 0.97], b=[0.2, 0.21, 0.22, 0.2, 0.23])
    bare = replace(held.of("x.a")[2], metrics={}, series={})
    runs = Results({**held.runs, ArmName("x.a"): {**held.of("x.a"), 2: bare}})
    [whole], [part] = (judge(study_of(claim(**options)), each) for each in (held, runs))
    assert (whole.verdict in DECIDED, whole.n_run) == (True, 5)
    assert (part.verdict, part.reason, part.n_run) == ("inconclusive", "missing_runs", 4)
    assert "4 of 5 declared seeds" in part.detail


@pytest.mark.parametrize(
    ("a", "b", "answer", "reason"),
    [
        (A, A, "inconclusive", "degenerate"),
        ([*A[:4], np.nan], B, "inconclusive", "invalid"),
        (A[:3], B, "inconclusive", "missing_runs"),
        (A[:1], B[:1], "inconclusive", "missing_runs"),
    ],
)
def test_no_verdict_without_sound_runs(
    make_results: Make, a: list[float], b: list[float], answer: str, reason: str
) -> None:
    """Whatever is wrong with the runs is the verdict's reason; it is never a number made up."""
    verdict = one(claim(), make_results(a=a, b=b))
    assert (verdict.verdict, verdict.reason) == (answer, reason)
    assert (verdict.p, verdict.level, verdict.verdict_interval) == (None, None, None)
    assert verdict.detail


def test_one_declared_seed_is_too_few(make_results: Make) -> None:
    """A study of one seed runs, and says that it can decide nothing."""
    verdict = one(claim(), make_results(a=A[:1], b=B[:1]), looks=[1])
    assert (verdict.verdict, verdict.reason) == ("inconclusive", "too_few_seeds")


def test_fewer_seeds_than_declared_show_an_estimate_and_no_verdict(make_results: Make) -> None:
    """Judging whatever has arrived would be a look that nobody declared."""
    verdict = one(claim(margin=0.5), make_results(a=A[:3], b=B))
    assert verdict.interval is not None
    assert verdict.detail.startswith("3 of 5 declared seeds have run in every arm; no verdict falls before. accuracy")


def test_seeds_beyond_the_last_look_are_not_read(make_results: Make) -> None:
    """Undeclared extra seeds cannot change a verdict."""
    verdict = one(claim(), make_results(a=[*A, 0.1, 0.1], b=[*B, 0.9, 0.9]))
    assert verdict.detail == one(claim(), make_results(a=A, b=B)).detail
    assert verdict.estimate == pytest.approx(0.018)
    assert verdict.n_run == 5


LOOKS: Any = {"looks": [5, 10], "alpha": [0.01, 0.04]}


def test_first_look_spends_its_share_and_waits(make_results: Make) -> None:
    """Undecided after five seeds: judged at 0.01, ten planned, and the next look announced."""
    verdict = one(claim("superiority", margin=0.01), make_results(a=A, b=B), **LOOKS)
    assert (verdict.level, verdict.look, verdict.n_planned, verdict.n_run) == (0.01, 1, 10, 5)
    assert verdict.interval == one(claim("superiority", margin=0.01), make_results(a=A, b=B)).interval
    assert verdict.detail.endswith("The next look is declared at 10 seeds.")


def test_what_the_first_look_decides_is_final(make_results: Make) -> None:
    """Five more seeds, however bad, do not reopen a verdict."""
    early = one(claim(margin=0.1), make_results(a=A, b=B), **LOOKS)
    later = one(claim(margin=0.1), make_results(a=A + [0.1] * 5, b=B + [0.9] * 5), **LOOKS)
    assert (later.verdict, later.look, later.n_planned, later.estimate) == ("supported", 1, 5, early.estimate)


def test_second_look_reads_all_seeds_at_its_own_level(make_results: Make) -> None:
    """What stayed open is judged on ten seeds at 0.04, shared only among what stayed open."""
    rng = np.random.default_rng(0)
    a, b = A + list(0.93 + rng.normal(0, 0.01, 5)), B + list(0.9 + rng.normal(0, 0.01, 5))
    open_one, closed = judge(
        study_of(claim("superiority", margin=0.0), claim(margin=0.1), **LOOKS), make_results(a=a, b=b)
    )
    assert (closed.look, open_one.look, open_one.level, open_one.n_analysed) == (1, 2, 0.04, 10)


def test_an_experiment_that_gets_no_more_seeds_takes_part_in_every_look(make_results: Make) -> None:
    """Looks at 3 and 6 beside 3 and 3: at the second its open claim is judged again, on the same three seeds."""
    asked = study_of(
        claim("superiority", margin=0.01),
        claim("superiority", margin=0.01, arm="y.a", versus="y.b"),
        looks=[3, 6],
        alpha=[0.01, 0.04],
    )
    asked = asked.model_copy(update={"experiments": {"y": Experiment.model_construct(looks=(3, 3))}})
    more = {"a": [*A, 0.92], "b": [*B, 0.91]}
    runs = {arm.replace("x", "y"): held for arm, held in make_results(**more).runs.items()}
    wide, few = judge(asked, Results({**make_results(**more).runs, **runs}))
    assert (wide.look, wide.n_run, wide.n_planned, wide.level) == (2, 6, 6, 0.02)
    assert (few.look, few.seeds, few.n_run, few.n_planned, few.level) == (2, 3, 3, 3, 0.02)
    assert (few.estimate, few.open) == (pytest.approx(np.mean(A[:3]) - np.mean(B[:3])), True)
    assert "next look" not in few.detail
    [early] = [
        v for v in judge(asked, Results({**make_results(a=A[:3], b=B[:3]).runs, **runs})) if v.hypothesis == "h1"
    ]
    assert (early.look, early.level, early.detail) == (2, 0.02, few.detail)


def test_a_later_seed_is_no_substitute_for_a_missing_one(make_results: Make) -> None:
    """Looks at 3 and 6 with seeds 0, 1 and 3: no verdict, and none to take back once seed 2 arrives."""
    late = Results(
        {arm: {s: r for s, r in runs.items() if s != 2} for arm, runs in make_results(a=A, b=B).runs.items()}
    )
    verdict = one(claim(margin=0.5), late, looks=[3, 6], alpha=[0.01, 0.04])
    assert (verdict.verdict, verdict.reason, verdict.n_run) == ("inconclusive", "missing_runs", 2)


def test_what_exploratory_seeds_detect_is_said_at_the_studys_alpha(make_results: Make) -> None:
    """Without a verdict there is no look's level: the sum of all looks', as for the ordinary interval."""
    verdict = one(claim(primary=False), make_results(a=A, b=B), **LOOKS)
    alone = one(claim("superiority", margin=0.01), make_results(a=A, b=B))
    assert (verdict.level, alone.level) == (None, 0.05)
    assert verdict.mde == pytest.approx(alone.mde)


def test_between_looks_the_first_stands(make_results: Make) -> None:
    """Seven of ten seeds are no look: the answer of the first look is kept."""
    verdict = one(claim("superiority", margin=0.01), make_results(a=[*A, 0.99, 0.99], b=[*B, 0.1, 0.1]), **LOOKS)
    assert (verdict.look, verdict.n_analysed, verdict.verdict) == (1, 5, "inconclusive")


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(1, 8))
def test_verdict_picture_and_holm_never_disagree(make_results: Make, seed: int, k: int) -> None:
    """In random studies the verdict is the drawn interval's place, and decided means Holm's p below alpha."""
    rng = np.random.default_rng(seed)
    data = {f"a{i}": rng.normal(0.8 + rng.normal(0, 0.02), 0.015, 5) for i in range(k + 1)}
    claims = [
        claim(str(rng.choice(["superiority", "noninferiority"])), arm=f"x.a{i + 1}", versus="x.a0") for i in range(k)
    ]
    for verdict in judge(study_of(*claims), make_results(**data)):
        assert_sound(verdict)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1), st.sampled_from([3, 5, 10]))
def test_courses_and_associations_never_disagree_either(make_results: Make, seed: int, n: int) -> None:
    """The same for trends, monotone courses and associations, alone and as parts of all_of."""
    rng = np.random.default_rng(seed)
    course = rng.choice([-0.02, 0.0, 0.02]) * np.arange(4)
    accuracy, noise = rng.normal(0.8, 0.01, (4, n)) + course[:, None], rng.normal(0, 0.01, (4, n))
    results = make_results(**{f"a{i}": row for i, row in enumerate(accuracy)})
    others = make_results(**{f"a{i}": row for i, row in enumerate(accuracy + rng.choice([0.3, 2]) * noise)})
    for arm, runs in results.runs.items():
        for number, run in runs.items():
            run.metrics["other"] = run.metrics["accuracy"]  # type: ignore[index]
            run.series["other"] = others.runs[arm][number].series["accuracy"]  # type: ignore[index]
    shared = {"metric": "accuracy", "arms": list(results.runs)}
    tests: list[tuple[str, dict[str, Any]]] = [
        *(("trend", shared | {"levels": [1, 2, 4, 8], "direction": d}) for d in ("increasing", "decreasing", "absent")),
        *(("monotone", shared | {"strict": strict}) for strict in (True, False)),
        *(
            ("association", shared | {"other": "other", "over": over, "margin": margin})
            for over, margin in (("seeds", 0.0), ("arms", 0.1))
        ),
    ]
    parts = [{kind: {"margin": 0.01} | options} for kind, options in tests]
    chosen = [*parts, {"all_of": {"parts": [parts[0], parts[3], parts[5]]}}]
    claims = [Hypothesis.model_validate({"claim": "c", "test": test, "why_this_margin": "w"}) for test in chosen]
    for verdict in judge(study_of(*claims, looks=[n]), results):
        assert_sound(verdict)


def test_whole_study_error_is_held(make_results: Make) -> None:
    """Four effects at their margins, one shared baseline, two looks: any false verdict in at most 5 % of studies."""
    rng = np.random.default_rng(1)
    claims = [claim("superiority", arm=f"x.a{i}", versus="x.b", margin=0.0) for i in range(4)]
    false = 0
    studies = 600
    for _ in range(studies):
        data = {name: rng.normal(0.8, 0.02, 10) for name in ("b", "a0", "a1", "a2", "a3")}
        verdicts = judge(study_of(*claims, **LOOKS), make_results(**data))
        false += any(v.verdict in {"supported", "refuted"} for v in verdicts)
    assert 0.02 < false / studies < 0.05 + 4 * (0.05 * 0.95 / studies) ** 0.5


def test_twice_the_hypotheses_are_twice_the_work(lines_run: Callable[[Callable[[], object]], int]) -> None:
    """Of every kind, each with runs of its own: about 1,600 lines of code a claim, however many claims there are."""
    many = runpy.run_path(str(Path(__file__).parents[1] / "simulations" / "many.py"))
    kinds = len(many["SINGLE"])
    few, twice = (many["study_and_runs"](count) for count in (2 * kinds, 4 * kinds))
    assert {hypothesis.test.name for hypothesis in few[0].hypotheses.values()} == set(registry.names)
    assert {verdict.reason for verdict in judge(*few)} <= {"", "imprecise", "censored"}
    work = lines_run(lambda: judge(*few))
    assert work < 2 * kinds * 3200
    assert lines_run(lambda: judge(*twice)) < 2.02 * work


def test_judging_does_not_import_torch() -> None:
    """Judging and rendering start fast: neither torch nor scipy.stats comes in."""
    code = (
        "import sys, bnreport.judge.verdicts as v; from bnreport.hypotheses import registry as r\n"
        "[__import__(f'{r.package}.{name}') for name in r.names]\n"
        "sys.exit(len({'torch', 'scipy.stats'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=False)  # noqa: S603
    assert (done.returncode, done.stderr) == (0, "")


def test_regions_are_reported_as_they_are(make_results: Make) -> None:
    """The region in the verdict is the one the interval was held against."""
    assert one(claim(), make_results(a=A, b=B)).region == (-0.02, inf)
    assert isinstance(one(claim(), make_results(a=A, b=B)).interval, Interval)


def analysed(*claims: Hypothesis, looks: Sequence[int] = (5,), **analysis: Any) -> Study:  # noqa: ANN401
    """Return a study with an analysis of its own."""
    return study_of(*claims, looks=looks).model_copy(update={"analysis": Analysis(**analysis)})


def test_bonferroni_never_steps_down(make_results: Make) -> None:
    """Every level is alpha / K, decided hypotheses included at the next look, and the detail says so."""
    claims = claim(margin=0.3), claim("superiority", margin=0.01), claim(margin=0.4)
    verdicts = judge(analysed(*claims, multiplicity="bonferroni"), make_results(a=A, b=B))
    assert [v.level for v in verdicts] == pytest.approx([0.05 / 3] * 3)
    assert all("Levels are Bonferroni's." in v.detail for v in verdicts)
    asked = study_of(*claims, **LOOKS).model_copy(update={"analysis": Analysis(multiplicity="bonferroni")})
    later = judge(asked, make_results(a=A * 2, b=B * 2))[1]
    assert (later.look, later.level) == (2, pytest.approx(0.04 / 3))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1), st.sampled_from(["holm", "bonferroni"]))
def test_tost_gives_each_bound_the_whole_level(make_results: Make, seed: int, multiplicity: str) -> None:
    """Equivalence at 0.90: twice the level, printed, and still the interval's own place; other kinds are as before."""
    rng = np.random.default_rng(seed)
    results = make_results(a=rng.normal(0.8, 0.01, 5), b=rng.normal(0.8, 0.01, 5))
    claims = claim("equivalence", margin=0.015), claim("superiority", margin=0.01)
    verdicts = judge(analysed(*claims, equivalence=0.9, multiplicity=multiplicity), results)
    for verdict, factor in zip(verdicts, (2, 1), strict=True):
        assert verdict.level is not None
        assert verdict.level / factor in {0.05, 0.025}
        assert_sound(verdict)
        assert ("Two one-sided tests" in verdict.detail) == (factor == 2)


def test_tost_is_schuirmanns(make_results: Make) -> None:
    """Alone, at 0.90: the 90 % interval, and the larger of two one-sided p values as statsmodels gives it."""
    [verdict] = judge(analysed(claim("equivalence", margin=0.03), equivalence=0.9), make_results(a=A, b=B))
    theirs = ttost_paired(np.array(A), np.array(B), -0.03, 0.03)[0]
    assert (verdict.p, verdict.level) == (pytest.approx(theirs), 0.1)
    assert "90 % interval" in verdict.detail


@pytest.mark.parametrize(
    "wrong", [{"equivalence": 0.8}, {"equivalence": "0.9"}, {"divergence": "drop"}, {"multiplicity": "none"}, {"x": 1}]
)
def test_other_analyses_are_refused(wrong: dict[str, Any]) -> None:
    """The choices are few."""
    with pytest.raises(ValidationError):
        Analysis(**wrong)
