"""Every declared variant is there, says what it should, and leaves the verdict alone."""

import numpy as np
import pytest

from bnreport.judge.sensitivity import MORE_SEEDS, SEED, sensitivity
from bnreport.judge.verdicts import judge
from bnreport.results import Results
from bnreport.study.schema import Analysis, Hypothesis
from tests.judge.studies import study_of
from tests.judge.variants import A, B, explore, labels, rising_to


def test_all_declared_variants_are_shown() -> None:
    """Reductions that give the same numbers as the verdict's own are no variants; all others are there."""
    found = explore(rising_to(a=A, b=B))
    assert labels(found, "reduction") == ["mean of the steps", "median of the steps"]
    assert labels(found, "scale") == ["ratio scale"]
    assert labels(found, "margin") == ["half the margin", "twice the margin"]
    assert labels(found, "test") == ["sign-flip test, Hodges\N{EN DASH}Lehmann"]
    assert labels(found, SEED) == list("012345")
    assert labels(found, "divergence") == []
    assert found.judged.answer == "supported"


def test_a_left_out_seed_is_really_left_out() -> None:
    """The estimate is that of the other five, at the verdict's own level."""
    found = explore(rising_to(a=A, b=B))
    effects = np.array(A) - np.array(B)
    left = [variant for variant in found.variants if variant.family == SEED]
    assert [variant.estimate for variant in left] == pytest.approx([np.delete(effects, s).mean() for s in range(6)])
    assert {variant.n for variant in left} == {5}


@pytest.mark.parametrize(("looks", "read"), [((6, 8), 6), ((4, 6, 8), 6), ((6,), 6), ((8,), 8)])
def test_seeds_past_the_look_that_decided_have_a_row_and_no_vote(looks: tuple[int, ...], read: int) -> None:
    """A verdict that fell at six seeds has variants of those six; what all seeds show by now stands beside them."""
    a, b = [*A, 0.2, 0.95], [*B, 0.9, 0.1]
    test = {"superiority": {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.002}}
    claim = Hypothesis.model_validate({"claim": "c", "test": test, "why_this_margin": "w"})
    alpha = tuple(0.05 if seeds == 6 else 1e-9 for seeds in looks)
    asked = study_of(claim, looks=looks, alpha=alpha)
    [verdict] = judge(asked, results := rising_to(a=a, b=b), scale="paper")
    found = sensitivity(asked, results, (verdict,))["h0"]
    assert (found.judged.n, looks[verdict.look - 1]) == (read, read)
    assert labels(found, SEED) == [str(seed) for seed in range(read)]
    assert {v.n for v in found.variants if v.family == "margin"} == {read}
    fewer = sensitivity(asked, rising_to(a=a[:read], b=b[:read]), (verdict,))["h0"]
    more = [v for v in found.variants if v.family == MORE_SEEDS]
    assert [(v.n, v.answer) for v in more] == [(8, "inconclusive")] * (read < looks[-1])
    assert [v for v in found.variants if v not in more] == [*fewer.variants]
    assert (found.fragile, found.choices) == (fewer.fragile, fewer.choices)


def test_diverged_seeds_are_left_out_in_one_variant_only() -> None:
    """The verdict counts them as chance; the conditional analysis is named and has the others."""
    found = explore(rising_to(a=[None, *A[1:]], b=B))
    [conditional] = [variant for variant in found.variants if variant.family == "divergence"]
    assert conditional.estimate == pytest.approx(np.mean(np.subtract(A, B)[1:]))
    assert conditional.answer == "supported"
    assert (found.judged.answer, found.flipping) == ("inconclusive", ())


@pytest.mark.parametrize("n", [2, 4, 5])
def test_few_seeds_have_no_exact_test_and_two_none_left_out(n: int) -> None:
    """What cannot be computed has no answer, and is not counted as agreement."""
    found = explore(rising_to(a=A[:n], b=B[:n]), n=n)
    assert labels(found, "test") == []
    assert all((v.answer is None) == (n == 2) for v in found.variants if v.family == SEED)


def test_without_a_verdict_there_is_nothing_to_vary() -> None:
    """Identical arms, no runs: no variants and no crash."""
    for results in (rising_to(a=A, b=A), Results()):
        with pytest.raises(KeyError):
            explore(results)


def test_swapping_arms_mirrors_every_variant() -> None:
    """Non-inferiority of a to b and superiority of b over a are each other's negation, variant by variant."""
    mirror = {"supported": "refuted", "refuted": "supported", "inconclusive": "inconclusive", None: None}
    one = explore(rising_to(a=B, b=A), "noninferiority", margin=0.01)
    other = explore(rising_to(a=A, b=B), "superiority", margin=0.01)
    assert [v.label for v in one.variants] == [v.label for v in other.variants]
    assert [mirror[v.answer] for v in one.variants] == [v.answer for v in other.variants]
    assert (one.fragile, one.flipping) == (other.fragile, other.flipping)


def test_the_other_divergence_policy_is_the_variant() -> None:
    """Judged on seeds that trained, the variant counts failures; and every other variant keeps the declared policy."""
    test = {"superiority": {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.002}}
    claim = Hypothesis.model_validate({"claim": "c", "test": test, "why_this_margin": "w"})
    asked = study_of(claim, looks=[6], analysis=Analysis(divergence="conditional"))
    results = rising_to(a=[*A[:5], None], b=[None, *B[1:]])
    found = sensitivity(asked, results, judge(asked, results, scale="paper"))["h0"]
    assert found.judged.n == 4
    assert [(v.label, v.n) for v in found.variants if v.family == "divergence"] == [
        ("diverged runs count as failures", 6)
    ]
    assert {v.n for v in found.variants if v.family == "margin"} == {4}
    assert labels(found, SEED) == list("1234")


def test_margins_have_no_vote() -> None:
    """Twice the margin is another claim: listed, and not counted among the analyses that agree or not."""
    found = explore(rising_to(a=A, b=B), margin=0.006)
    assert [(v.label, v.answer) for v in found.margins] == [
        ("half the margin", "supported"), ("twice the margin", "inconclusive"),
    ]  # fmt: skip
    assert {variant.family for variant in found.choices} == {"reduction", "scale", "test"}


def test_a_seed_that_carries_the_verdict_makes_it_fragile() -> None:
    """Without it the others would not do, were they as many as before."""
    found = explore(rising_to(a=[0.905, 0.91, 0.94, 0.95, 0.945, 0.9475], b=[0.9] * 6), margin=0.01)
    assert (found.judged.answer, found.fragile) == ("supported", True)
    assert "3" in found.flipping
    assert "0" not in found.flipping
