"""What no value of a metric can be is refused, and so is a claim that no direction of it is better for."""

from collections.abc import Callable

import pytest

from bnreport.probes import registry

Say = Callable[..., list[str]]

FLOW = "superiority: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0.01}"
ARMS = "arm: net.b, versus: net.a"


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (
            f"superiority: {{{ARMS}, metric: test_accuracy, margin: 5}}",
            "19:69: *superiority.margin: must be below 1: test_accuracy is a fraction, and no two differ by more.",
        ),
        (f"superiority: {{{ARMS}, metric: test_loss, margin: 5}}", ""),
        (f"superiority: {{{ARMS}, metric: test_accuracy, margin: 5, scale: ratio}}", ""),
        (
            f"time_to_threshold: {{{ARMS}, metric: test_accuracy, margin: 5, threshold: 2.0}}",
            "19:86: *time_to_threshold.threshold: must lie between 0 and 1: test_accuracy is a fraction. Got 2.",
        ),
        (f"time_to_threshold: {{{ARMS}, metric: test_loss, margin: 5, threshold: 2.0}}", ""),
        (
            f"trains: {{{ARMS}, metric: test_accuracy, margin: 0, threshold: -0.1}}",
            "19:75: *trains.threshold: must lie between 0 and 1: test_accuracy is a fraction. Got -0.1.",
        ),
        (
            f"time_to_threshold: {{{ARMS}, metric: test_loss, margin: 5, threshold: -2.0}}",
            "19:82: *time_to_threshold.threshold: must be 0 or more: test_loss always is. Got -2.",
        ),
        (
            f"trains: {{{ARMS}, metric: ics_cosine.5, margin: 0, threshold: 1.5, better: higher}}",
            "19:74: *trains.threshold: must lie between -1 and 1: ics_cosine.5 always does. Got 1.5.",
        ),
        (
            f"superiority: {{{ARMS}, metric: ics_cosine.5, margin: 2, better: higher}}",
            "19:68: *superiority.margin: must be below 2: ics_cosine.5 lies between -1 and 1, and no two",
        ),
        (f"superiority: {{{ARMS}, metric: ics_cosine.5, margin: 1.5, better: higher}}", ""),
        (f"fraction: {{{ARMS}, metric: ics_cosine, threshold: 0.9, better: higher}}", ""),
        (
            f"fraction: {{{ARMS}, metric: ics_cosine, threshold: 1, better: higher}}",
            "19:63: *fraction.threshold: must lie between 0 and 1: no share is beyond 1, and none is below 0. Got 1.",
        ),
        (
            f"fraction: {{{ARMS}, metric: ics_cosine, threshold: 0, better: higher}}",
            "19:63: *fraction.threshold: must lie between 0 and 1: no share is beyond 1, and none is below 0. Got 0.",
        ),
        (f"trains: {{{ARMS}, metric: test_accuracy, margin: 0.9}}", ""),
        (
            f"trains: {{{ARMS}, metric: test_accuracy, margin: 1}}",
            "19:64: *trains.margin: must be below 1: no two shares differ by more. Got 1.",
        ),
        (
            f"trains: {{{ARMS}, metric: test_accuracy, margin: 0, threshold: 0}}",
            "19:75: *trains.threshold: is reached by every reading: test_accuracy is never less. Got 0.",
        ),
        (
            f"time_to_threshold: {{{ARMS}, metric: ics_cosine.5, margin: 2, threshold: 1, better: lower}}",
            "19:85: *time_to_threshold.threshold: is reached by every reading: ics_cosine.5 is never more. Got 1.",
        ),
        (f"time_to_threshold: {{{ARMS}, metric: ics_cosine.5, margin: 2, threshold: 1, better: higher}}", ""),
        (
            f"superiority: {{{ARMS}, metric: test_accuracy, margin: 0.1, better: lower}}",
            "19:82: *superiority.better: is higher for test_accuracy, by which runs that diverged count as failures",
        ),
        (f"superiority: {{{ARMS}, metric: test_accuracy, margin: 0.1, better: higher}}", ""),
        (
            f"equivalence: {{{ARMS}, metric: train_loss, margin: 0.1, better: higher}}",
            "19:79: *equivalence.better: is lower for train_loss, by which runs that diverged count as failures",
        ),
        (f"trains: {{{ARMS}, metric: sharpness, margin: 0}}", ""),
        (f"trains: {{{ARMS}, metric: sharpness, margin: 0, threshold: -3, better: lower}}", ""),
        (
            f"trains: {{{ARMS}, metric: sharpness, margin: 0, threshold: 3}}",
            "19:41: *trains.metric: sharpness has no better direction of its own. Add `better: higher` or",
        ),
        (
            f"superiority: {{{ARMS}, metric: sharpness, margin: 5}}",
            "19:46: *superiority.metric: sharpness has no better direction of its own. Add `better: higher` or",
        ),
        (f"superiority: {{{ARMS}, metric: sharpness, margin: 5, better: lower}}", ""),
        (f"superiority: {{{ARMS}, metric: sharpness, margin: 5, better: lower, reduce: best}}", ""),
        (
            "association: {metric: sharpness, other: test_loss, arms: [net.a], over: seeds, margin: 0, reduce: best}",
            "19:19: *association.metric: sharpness has no better direction, so `best` means nothing.",
        ),
        (
            f"all_of: {{parts: [{{superiority: {{{ARMS}, metric: test_accuracy, margin: 5}}}}]}}",
            "19:87: *all_of.parts.0.superiority.margin: must be below 1: test_accuracy is a fraction",
        ),
    ],
)
def test_a_claim_beyond_what_a_metric_can_be(text: str, complaints: Say, claim: str, said: str) -> None:
    """One line at the option; a claim within it is sound."""
    probed = text.replace(
        "accuracy: {every: 5}",
        "{accuracy: {every: 1, test: {every: 1}}, sharpness: {every: 5}, ics_gradient: {every: 5}}",
    )
    lines = complaints(probed.replace(FLOW, claim))
    assert [line[: len(said) + 20] for line in lines][:1] == ([lines[0][: len(said) + 20]] if said else [])
    assert len(lines) == bool(said)
    assert "".join(lines).startswith(f"x.yaml:{said.replace('*', 'hypotheses.h1.')}" if said else "")


@pytest.mark.parametrize(
    ("window", "said"),
    [
        ("{align: step, from: {train_accuracy: 20}, length: 5}", "from.train_accuracy: must lie between 0 and 1: "),
        ("{align: step, from: {train_accuarcy: 0.2}, length: 5}", "from.train_accuarcy: unknown metric 'train_accuar"),
        (
            "{align: progress, metric: train_accuracy, between: [0.4, 0.2]}",
            "between: needs the better level last: [",
        ),
        (
            "{align: progress, metric: train_loss, between: [0.2, 0.4]}",
            "between: needs the better level last: [",
        ),
        ("{align: progress, metric: train_loss, between: [0.2, 0.2]}", "between: needs two levels. Got [0.2, 0.2]."),
        ("{align: progress, metric: train_loss, between: [2, 1]}", ""),
        ("{align: progress, metric: train_loss, between: [2, -1]}", "between: must be 0 or more: train_loss always is"),
        ("{align: step, from: {gradient_norm: -1}, length: 5}", "from.gradient_norm: must be 0 or more: gradient_n"),
        ("{align: progress, metric: sharpness, between: [1, 2]}", ""),
        ("{align: progress, metric: nothing, between: [1, 2]}", "metric: unknown metric 'nothing'."),
    ],
)
def test_a_level_that_no_run_comes_to(text: str, complaints: Say, window: str, said: str) -> None:
    """Or comes to only by getting worse."""
    lines = complaints(f"{text}windows:\n  w: {window}\n")
    assert len(lines) == bool(said)
    assert f"windows.w.{said}" in "".join(lines) or not said


def test_bounds_are_those_of_metrics() -> None:
    """A name that no metric of the probe has would bound nothing."""
    for constants in (registry[name].constants for name in registry.names):
        assert {*constants.get("RANGES", ())} <= {*constants["METRICS"]}
