"""Columns that a hypothesis names are known before anything is trained, where the probe lists its layers."""

from collections.abc import Callable

import pytest

Say = Callable[..., list[str]]

LAYERS = "{ics_gradient: {layers: [5, 10]}, moments: {layers: [5, 7]}}"


@pytest.fixture
def layered(text: str) -> str:
    """A sound study of which the hypothesis starts with TEST, and one probe measures layers 5 and 10, one 5 and 7."""
    text = text.replace("accuracy: {every: 5}", LAYERS)
    return text.replace("superiority: {metric: test_accuracy", "TEST").replace(
        "margin: 0.01}", "better: lower, margin: 0.01}"
    )


@pytest.mark.parametrize(
    ("test", "place", "what"),
    [
        ("superiority: {metric: ics_l2.7", "19:19: *.metric", "column of ics_l2 '7'. Known: 10, 5, max, mean,"),
        ("superiority: {metric: ics_l2.medain", "19:19: *.metric", "column of ics_l2 'medain'. Did you mean 'median'?"),
        ("superiority: {metric: ics_l2.", "19:19: *.metric", "column of ics_l2 ''. Known: 10, 5,"),
        (
            "superiority: {metric: ics_l2",
            "19:19: *.metric",
            "ics_l2 has one value for each of its layers.",
        ),
        ("superiority: {metric: ics_12.5", "19:19: *.metric", "metric 'ics_12'. Did you mean 'ics_l2'?"),
        (
            "superiority: {metric: activation_quantiles.10/0.05",
            "19:19: *.metric",
            "column of activation_quantiles '10/",
        ),
        (
            "fraction: {threshold: 0.5, columns: ['5', max], metric: ics_l2",
            "19:47: *.columns.1",
            "column of ics_l2 'max'",
        ),
    ],
)
def test_a_column_that_is_not_measured_is_one_line(
    layered: str, complaints: Say, test: str, place: str, what: str
) -> None:
    """Its place, the columns that there are, and the one spelt most like it."""
    [said] = complaints(layered.replace("TEST", test))
    kind = test.partition(":")[0]
    assert said.removeprefix(f"x.yaml:{place.replace('*', f'hypotheses.h1.{kind}')}: ").startswith(
        (f"unknown {what}", what)
    )


@pytest.mark.parametrize(
    "test",
    [
        "superiority: {metric: ics_l2.10",
        "superiority: {metric: ics_l2.median",
        "superiority: {metric: activation_quantiles.5/0.05",
        "fraction: {threshold: 0.5, columns: ['5', '10'], metric: ics_l2",
    ],
)
def test_a_measured_column_is_sound(layered: str, complaints: Say, test: str) -> None:
    """A layer, a reduction over layers, one of several numbers in a layer."""
    assert complaints(layered.replace("TEST", test)) == []


def test_columns_are_not_known_where_a_probe_measures_every_layer(text: str, complaints: Say) -> None:
    """How deep the network is, only the network knows."""
    probed = text.replace("accuracy: {every: 5}", "ics_gradient: {every: 5}")
    assert complaints(probed.replace("test_accuracy", "ics_l2.7, better: lower")) == []


def test_a_profile_that_drops_a_layer_is_told(layered: str, complaints: Say) -> None:
    """What counts is what the profile measures."""
    sound = layered.replace("TEST", "superiority: {metric: ics_l2.10")
    smaller = sound.replace("smoke: {}", "smoke: {set: {experiments.net.probes.ics_gradient.layers: [3, 5]}}")
    [said] = complaints(smaller)
    assert "hypotheses.h1.superiority.metric: unknown column of ics_l2 '10'. Known: 3, 5," in said


def test_layers_that_do_not_rise_are_one_line(layered: str, complaints: Say) -> None:
    """A column stands where its layer does, once."""
    sound = layered.replace("TEST", "superiority: {metric: ics_l2.10")
    [said] = complaints(sound.replace("ics_gradient: {layers: [5, 10]}", "ics_gradient: {layers: [10, 5]}"))
    assert said.startswith(
        "x.yaml:15:23: experiments.net.probes.ics_gradient.layers: must rise from entry to entry, as"
    )
    assert said.endswith("as in [5, 10]. Got [10, 5].")


def test_a_share_of_the_layers_excuses_no_other_part(layered: str, complaints: Say) -> None:
    """A part that counts layers needs them all; one beside it that reads a single number must say which."""
    counted = "{fraction: {threshold: 0.5, better: lower, metric: ics_l2, arm: net.b, versus: net.a}}"
    both = layered.replace("TEST", f"all_of: {{parts: [{counted}, {{superiority: {{metric: ics_l2")
    [said] = complaints(both.replace("better: lower, margin: 0.01}", "better: lower, margin: 0.01}}]}"))
    assert "hypotheses.h1.all_of.parts.1.superiority.metric: ics_l2 has one value for each of its layers." in said


def test_a_windows_metric_is_one_number_also_where_layers_are_counted(layered: str, complaints: Say) -> None:
    """The claim counts its own metric's layers, not those of what its window goes by."""
    window = "windows:\n  w: {align: step, from: {ics_l2: 0.01}, length: 5}\n"
    text = layered.replace("TEST", "fraction: {threshold: 0.5, window: w, metric: ics_l2") + window
    assert any("ics_l2 has one value for each of its layers." in line for line in complaints(text))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("elsewhere_arm: net.c, elsewhere_versus: net.a", ""),
        ("elsewhere_arm: net.b, elsewhere_versus: net.a", "elsewhere_arm: compares a pair of arms with itself."),
        ("elsewhere_arm: net.a, elsewhere_versus: net.b", "elsewhere_arm: compares a pair of arms with itself."),
        ("elsewhere_arm: net.c, elsewhere_versus: net.c", "elsewhere_versus: compares net.c with itself. Name another"),
    ],
)
def test_an_interaction_is_of_two_pairs(text: str, complaints: Say, options: str, said: str) -> None:
    """The same pair differs from itself by nothing, turned round by twice what it is."""
    both = text.replace("superiority: {", f"interaction: {{{options}, ")
    lines = complaints(both.replace("    probes:\n", "      c: {norm: batch}\n    probes:\n"))
    assert len(lines) == bool(said)
    assert f"h1.interaction.{said}" in "".join(lines) or not said
