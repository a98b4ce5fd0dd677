"""Every declared variant is there, says what it should, and leaves the verdict alone."""

import runpy
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bnreport.results import Results
from bnreport.sensitivity import SEED, Sensitivity, sensitivity
from bnreport.spec.models import Analysis, Hypothesis, Seeds, Study
from bnreport.stats.signflip import SignFlip
from bnreport.verdicts import judge

Make = Callable[..., Results]
A = [0.91, 0.93, 0.92, 0.95, 0.91, 0.92]
B = [0.90, 0.90, 0.91, 0.92, 0.90, 0.89]


@pytest.fixture(scope="module")
def make_results() -> Make:
    """Return a maker of results: per arm and seed a series, or None for a diverged run."""
    shared = runpy.run_path(str(Path(__file__).parent / "hypotheses" / "conftest.py"))
    run, accuracy = shared["run"], shared["METRICS"]["accuracy"]

    def made(**arms: Sequence[float | None]) -> Results:
        def one(end: float | None) -> Any:  # noqa: ANN401
            return run(accuracy, [0.1, 0.5] if end is None else [0.1, end - 0.2, end], diverged=end is None)

        return Results({f"x.{arm}": {s: one(end) for s, end in enumerate(ends)} for arm, ends in arms.items()})

    return made


def explore(results: Results, kind: str = "superiority", n: int = 6, **options: Any) -> Sensitivity:  # noqa: ANN401
    """Judge one hypothesis on x.a and x.b and return its variants."""
    test = {kind: {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.002} | options}
    if kind == "all_of":
        test = {kind: options}
    claim = Hypothesis.model_validate({"claim": "c", "test": test, "why_this_margin": "w"})
    asked = Study.model_construct(seeds=Seeds(looks=(n,), alpha=(0.05,)), hypotheses={"h": claim})
    return sensitivity(asked, results, judge(asked, results, scale="paper"))["h"]


def labels(found: Sensitivity, family: str) -> list[str]:
    """Return the labels of one family."""
    return [variant.label for variant in found.variants if variant.family == family]


def test_all_declared_variants_are_shown(make_results: Make) -> None:
    """Reductions that give the same numbers as the verdict's own are no variants; all others are there."""
    found = explore(make_results(a=A, b=B))
    assert labels(found, "reduction") == ["mean of the steps", "median of the steps"]
    assert labels(found, "scale") == ["log scale"]
    assert labels(found, "margin") == ["half the margin", "twice the margin"]
    assert labels(found, "test") == ["sign-flip test, Hodges\N{EN DASH}Lehmann"]
    assert labels(found, SEED) == list("012345")
    assert labels(found, "divergence") == []
    assert found.judged.answer == "supported"


def test_a_left_out_seed_is_really_left_out(make_results: Make) -> None:
    """The estimate is that of the other five, at the verdict's own level."""
    found = explore(make_results(a=A, b=B))
    effects = np.array(A) - np.array(B)
    left = [variant for variant in found.variants if variant.family == SEED]
    assert [variant.estimate for variant in left] == pytest.approx([np.delete(effects, s).mean() for s in range(6)])
    assert {variant.n for variant in left} == {5}


def test_margins_move_the_region_and_nothing_else(make_results: Make) -> None:
    """Half and twice, same estimate."""
    found = {v.label: v for v in explore(make_results(a=A, b=B)).variants}
    assert found["half the margin"].region.low == pytest.approx(0.001)
    assert found["twice the margin"].region.low == pytest.approx(0.004)
    assert found["twice the margin"].estimate == pytest.approx(np.mean(np.subtract(A, B)))


def test_diverged_seeds_are_left_out_in_one_variant_only(make_results: Make) -> None:
    """The verdict counts them as chance; the conditional analysis is named and has the others."""
    found = explore(make_results(a=[None, *A[1:]], b=B))
    [conditional] = [variant for variant in found.variants if variant.family == "divergence"]
    assert conditional.estimate == pytest.approx(np.mean(np.subtract(A, B)[1:]))
    assert conditional.answer == "supported"
    assert (found.judged.answer, found.fragile) == ("inconclusive", True)
    assert "0" in found.flipping


@pytest.mark.parametrize("n", [2, 4, 5])
def test_few_seeds_have_no_exact_test_and_two_none_left_out(make_results: Make, n: int) -> None:
    """What cannot be computed has no answer, and is not counted as agreement."""
    found = explore(make_results(a=A[:n], b=B[:n]), n=n)
    assert labels(found, "test") == []
    assert all((v.answer is None) == (n == 2) for v in found.variants if v.family == SEED)


def test_without_a_verdict_there_is_nothing_to_vary(make_results: Make) -> None:
    """Identical arms, no runs: no variants and no crash."""
    for results in (make_results(a=A, b=A), Results()):
        with pytest.raises(KeyError):
            explore(results)


def test_swapping_arms_mirrors_every_variant(make_results: Make) -> None:
    """Non-inferiority of a to b and superiority of b over a are each other's negation, variant by variant."""
    mirror = {"supported": "refuted", "refuted": "supported", "inconclusive": "inconclusive", None: None}
    one = explore(make_results(a=B, b=A), "noninferiority", margin=0.01)
    other = explore(make_results(a=A, b=B), "superiority", margin=0.01)
    assert [v.label for v in one.variants] == [v.label for v in other.variants]
    assert [mirror[v.answer] for v in one.variants] == [v.answer for v in other.variants]
    assert (one.fragile, one.flipping) == (other.fragile, other.flipping)


def test_every_part_of_a_composite_changes(make_results: Make) -> None:
    """Twice the margin doubles each part's."""
    part = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.002}
    found = explore(make_results(a=A, b=B), "all_of", parts=[{"superiority": part}, {"noninferiority": part}])
    slack = {v.label: v.estimate for v in (found.judged, *found.variants)}
    assert slack["as judged"] is not None
    assert slack["twice the margin"] == pytest.approx(slack["as judged"] - 0.002)


def test_sign_flip_interval_is_the_tests_inverse() -> None:
    """A centre is inside iff the enumerated two-sided test does not reject it at that level."""
    effects = (0.3, -0.1, 0.25, 0.7, 0.05, 0.4, 0.12)
    low, high = SignFlip(effects).interval(0.05)
    signs = np.array(list(product([-1, 1], repeat=7)))
    for centre in np.linspace(-0.3, 0.9, 97):
        shifted = np.array(effects) - centre
        sums, seen = signs @ shifted, shifted.sum()
        p = 2 * min((sums >= seen - 1e-12).mean(), (sums <= seen + 1e-12).mean())
        assert (low < centre < high) == (p > 0.05)


def test_hodges_lehmann_by_hand() -> None:
    """Walsh averages of 1, 2, 6: 1, 1.5, 2, 3.5, 4, 6; their median is 2.75."""
    assert SignFlip((1.0, 2.0, 6.0)).value == 2.75
    assert SignFlip((1.0, 2.0, 6.0)).interval(0.05) == (-np.inf, np.inf)


def test_the_other_divergence_policy_is_the_variant(make_results: Make) -> None:
    """Judged on seeds that trained, the variant counts failures; and every other variant keeps the declared policy."""
    test = {"superiority": {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.002}}
    claim = Hypothesis.model_validate({"claim": "c", "test": test, "why_this_margin": "w"})
    asked = Study.model_construct(seeds=Seeds(looks=(6,), alpha=(0.05,)), hypotheses={"h": claim})
    asked = asked.model_copy(update={"analysis": Analysis(divergence="conditional")})
    results = make_results(a=[*A[:5], None], b=[None, *B[1:]])
    found = sensitivity(asked, results, judge(asked, results, scale="paper"))["h"]
    assert found.judged.n == 4
    assert [(v.label, v.n) for v in found.variants if v.family == "divergence"] == [
        ("diverged runs count as failures", 6)
    ]
    assert {v.n for v in found.variants if v.family == "margin"} == {4}
    assert labels(found, SEED) == list("1234")


def test_the_margin_keeps_its_size_on_the_log_scale(make_results: Make) -> None:
    """A margin of 0.002 at a mean accuracy of 0.9 is a ratio of 1 + 0.002 / 0.9."""
    found = {v.label: v for v in explore(make_results(a=A, b=B)).variants}
    assert found["log scale"].region.low == pytest.approx(1 + 0.002 / np.mean([*A, *B]))


def test_the_last_quarter_is_the_last_quarter() -> None:
    """Of steps 0 to 80 it is 60 to 80: the mean of the last three of nine points."""
    shared = runpy.run_path(str(Path(__file__).parent / "hypotheses" / "conftest.py"))
    rng = np.random.default_rng(1)
    curves = {arm: rng.uniform(0.2, 0.9, (6, 9)) for arm in "ab"}
    results = Results(
        {
            f"x.{arm}": {seed: shared["run"](shared["METRICS"]["accuracy"], values) for seed, values in enumerate(each)}
            for arm, each in curves.items()
        }
    )
    found = {v.label: v for v in explore(results).variants}
    late = curves["a"][:, -3:].mean(axis=1) - curves["b"][:, -3:].mean(axis=1)
    assert found["mean of the last quarter"].estimate == pytest.approx(late.mean())
