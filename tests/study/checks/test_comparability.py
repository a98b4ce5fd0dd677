"""Arms whose metric is not measured alike are not compared."""

from collections.abc import Callable

import pytest

Say = Callable[..., list[str]]

ACROSS = ("arm: net.b, versus: net.a", "arm: net.b, versus: other.a")


@pytest.fixture
def across(text: str) -> str:
    """A claim that compares arms of two experiments, whose probe is FIRST in one and OTHER in the other."""
    net = text.split("  net:\n")[1].partition("hypotheses:")[0]
    first, other = (net.replace("{every: 5}", which) for which in ("FIRST", "OTHER"))
    two = text.replace(net, first).replace("hypotheses:\n", f"  other:\n{other}hypotheses:\n")
    return two.replace(*ACROSS)


@pytest.mark.parametrize(
    ("first", "other", "said"),
    [
        ("{every: 5}", "{every: 5}", ""),
        ("{every: 5}", "{every: 50 %}", ""),
        ("{every: 5, until: 100 %}", "{every: 5, until: 10}", ""),
        ("{every: 5}", "{every: 5, until: 10}", ""),
        ("{every: 5}", "{every: 2}", "accuracy has every 5 in net, 2 in other. Give both the same."),
        ("{every: 5}", "{every: 5, until: 6}", "accuracy has until 10 in net, 6 in other. Give both the same."),
    ],
)
def test_arms_that_are_read_at_other_times(across: str, complaints: Say, first: str, other: str, said: str) -> None:
    """At the metric; what comes to as many steps is alike, however it is written."""
    text = across.replace("metric: test", "metric: train")
    lines = complaints(text.replace("FIRST", first).replace("OTHER", other))
    start = "x.yaml:30:19: hypotheses.h1.superiority.metric: train_accuracy is not measured alike: "
    assert lines[-1:] == ([start + said] if said else [])


def test_what_is_written_alike_is_alike(across: str, complaints: Say) -> None:
    """Every fifth of each run, however long it is."""
    text = across.replace("FIRST", "{every: 20 %}").replace("OTHER", "{every: 20 %}")
    assert complaints(text.replace("steps: 10\n", "steps: 20\n", 1)) == []


def test_other_options_than_times_count_too(across: str, complaints: Say) -> None:
    """But not the layers, which networks have each their own of."""
    moments = across.replace("accuracy: FIRST", "ics_gradient: FIRST").replace("accuracy: OTHER", "ics_gradient: OTHER")
    moments = moments.replace("{metric: test_accuracy", "{metric: ics_l2.5, better: lower")
    layers = moments.replace("FIRST", "{every: 5, layers: [5]}").replace("OTHER", "{every: 5, layers: [5, 7]}")
    assert complaints(layers) == []
    landscape = moments.replace("ics_gradient", "landscape").replace("ics_l2.5", "loss_range")
    [said] = complaints(landscape.replace("FIRST", "{reach: [1, 2]}").replace("OTHER", "{reach: [1, 4]}"))
    assert "loss_range is not measured alike: landscape has reach" in said


def test_the_metric_that_a_window_goes_by_is_read_alike(across: str, complaints: Say) -> None:
    """Or one arm's start would be seen later than the other's."""
    landscape = "{every: 1}\n      landscape: {every: 1}"
    text = across.replace("FIRST", landscape).replace("OTHER", landscape.replace("1", "2", 1))
    text = text.replace("{metric: test_accuracy", "{metric: loss_range, better: lower, window: w")
    [said] = complaints(f"{text}windows:\n  w: {{align: step, from: {{train_accuracy: 0.2}}, length: 5}}\n")
    assert ".superiority.window: train_accuracy is not measured alike: accuracy has every 1 in net, 2 in other." in said
