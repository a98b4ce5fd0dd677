"""Runs of one seed in two environments, and seeds that differ while each has one."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bnreport.judge.verdicts import Verdict
from bnreport.report.environments import mixed_environments
from bnreport.report.facts import Facts
from bnreport.results import Results
from bnreport.study.load import StudyFile

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]
PAIR = ("vgg.batchnorm", "vgg.standard")


def found(known: Known, changed: Mapping[tuple[str, int], Mapping[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Return what differs for the claim that BatchNorm raises test accuracy, some environments changed."""
    file, runs, verdicts = known
    held = {arm: dict(seeds) for arm, seeds in runs.runs.items()}
    for (arm, seed), environment in changed.items():
        run = held[arm][seed]
        held[arm][seed] = replace(run, environment={**run.environment, **environment})
    return mixed_environments(Facts(file, Results(held), verdicts), verdicts[1].evidence)


def test_a_pair_of_two_environments_is_named(known: Known) -> None:
    """With its seed, arms and values: the effect may carry that difference."""
    old = {"torch": "2.11.0"}
    assert found(known, {(PAIR[1], 0): old}) == (("torch (seed 0: batchnorm 2.15.0 and standard 2.11.0)",), ())
    assert found(known, {}) == ((), ())


def test_seeds_that_differ_alike_in_every_arm_are_not_a_pair(known: Known) -> None:
    """The difference cancels in each seed's effect; both are told where one seed has it and another is mixed."""
    old = {"torch": "2.11.0"}
    alike = {(arm, 0): old for arm in PAIR}
    assert found(known, alike) == ((), ("torch",))
    within, between = found(known, {**alike, (PAIR[0], 1): {"device": "cuda"}})
    assert ([said.partition(" (")[0] for said in within], between) == (["device"], ("torch",))


@pytest.mark.parametrize(("seeds", "more"), [(3, False), (5, True)])
def test_many_seeds_are_counted_and_digests_cut(known: Known, seeds: int, *, more: bool) -> None:
    """A card is no ledger."""
    [said], _ = found(known, {(PAIR[1], seed): {"bnreport": "f" * 64} for seed in range(seeds)})
    assert ("; and 2 more)" in said) == more
    assert f"standard {'f' * 16}…" in said
