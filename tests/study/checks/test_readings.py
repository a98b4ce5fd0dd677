"""Windows and lengths that do not fit their runs, or in which too little is measured, are refused."""

from collections.abc import Callable

import pytest

Say = Callable[..., list[str]]

FLOW = "superiority: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0.01}"
TIME = "time_to_threshold: {metric: train_accuracy, threshold: 0.5, arm: net.b, versus: net.a, margin: 1.2"


@pytest.fixture
def windowed(text: str) -> str:
    """A sound study of 100 steps, read every 5, whose claim reads WINDOW in a profile of SCALE."""
    text = (
        text.replace("metric: test", "metric: train")
        .replace("steps: 10", "steps: 100")
        .replace("margin: 0.01}", "margin: 0.01, window: w}")
    )
    return f"{text.replace('smoke: {}', 'smoke: {scale: SCALE}')}windows:\n  w: WINDOW\n"


@pytest.mark.parametrize(
    ("window", "said"),
    [
        ("{align: fixed, between: [1, 25]}", ""),
        ("{align: fixed, between: [5, 25]}", ""),
        ("{align: fixed, between: [6, 25]}", "holds 4 of the 5 readings that a claim needs: accuracy reads every 5"),
        ("{align: fixed, between: [0, 20]}", "holds 4 of the 5 readings that a claim needs: accuracy reads every 5"),
        ("{align: fixed, between: [1, 1]}", "nothing is measured from step 1 to 1: accuracy reads every 5 steps."),
        ("{align: fixed, between: [1, 20]}", "holds 4 of the 5 readings that a claim needs: accuracy reads every 5"),
        ("{align: fixed, between: [1, 20 %]}", "holds 4 of the 5 readings that a claim needs: accuracy reads every 5"),
        ("{align: fixed, between: [12, 14]}", "nothing is measured from step 12 to 14: accuracy reads every 5 steps."),
        ("{align: fixed, between: [1, 101]}", "must end within the recipe's 100 steps. Got [1, 101]."),
        ("{align: fixed, between: [30 %, 20]}", "must run from its first step to its last. Got [30, 20]."),
        ("{align: step, from: {train_accuracy: 0.2}, length: 25 %}", ""),
        ("{align: step, from: {train_accuracy: 0.2}, length: 19 %}", "holds 4 of the 5 readings that a claim needs"),
        ("{align: step, from: {train_accuracy: 0.2}, length: 96}", ""),
        (
            "{align: step, from: {train_accuracy: 0.2}, length: 97}",
            "must fit into the recipe's 100 steps. Got 97 steps from step 5 on, where train_accuracy is first read.",
        ),
        ("{align: progress, metric: train_accuracy, between: [0.2, 0.4]}", ""),
    ],
)
def test_a_window_must_fit_and_hold_five_readings(windowed: str, complaints: Say, window: str, said: str) -> None:
    """The claim is blamed, for the same window may do for another."""
    sound = windowed.replace("SCALE", "reduced").replace("reduce: mean, ", "")
    lines = complaints(sound.replace("metric: train", "reduce: mean, metric: train").replace("WINDOW", window))
    assert len(lines) == bool(said)
    place = "x.yaml:19:98: hypotheses.h1.superiority.window: "
    assert "".join(lines)[: len(place + said)] == (place + said if said else "")


@pytest.mark.parametrize(
    ("probes", "window", "said"),
    [
        ("{every: 40}", "{align: step, from: {train_accuracy: 0.2}, length: 50}", ""),
        (
            "{every: 100}",
            "{align: step, from: {train_accuracy: 0.2}, length: 50}",
            "can never start: it takes two readings of train_accuracy, and accuracy reads every 100 steps",
        ),
        (
            "{every: 5, until: 9}",
            "{align: progress, metric: train_accuracy, between: [0.2, 0.4]}",
            "can never start: it takes two readings of train_accuracy, and accuracy reads every 5 steps up to step 9.",
        ),
        ("{every: 10, until: 60}", "{align: progress, metric: train_accuracy, between: [0.2, 0.4]}", ""),
        (
            "{every: 10, until: 50}",
            "{align: progress, metric: train_accuracy, between: [0.2, 0.4]}",
            "holds 4 of the 5 readings that a claim needs: landscape reads every 10 steps.",
        ),
    ],
)
def test_a_window_starts_where_its_metric_is_read_twice(
    windowed: str, complaints: Say, probes: str, window: str, said: str
) -> None:
    """In a run, and where it ends by progress as well, so that five readings lie between the first and those two."""
    text = windowed.replace("SCALE", "paper").replace("WINDOW", window)
    text = text.replace("accuracy: {every: 5}", f"landscape: {{every: 10}}\n      accuracy: {probes}")
    text = text.replace("metric: train_accuracy, arm", "reduce: mean, better: lower, metric: loss_range, arm")
    lines = complaints(text)
    assert len(lines) == bool(said)
    assert f".superiority.window: {said}" in "".join(lines) or not said


@pytest.mark.parametrize(
    ("window", "count"), [("{align: fixed, between: [1, 20]}", 0), ("{align: fixed, between: [12, 14]}", 1)]
)
def test_a_toy_may_have_few_readings(windowed: str, complaints: Say, window: str, count: int) -> None:
    """But not none."""
    assert len(complaints(windowed.replace("SCALE", "toy").replace("WINDOW", window))) == count


def test_a_toy_elsewhere_excuses_no_claim(windowed: str, complaints: Say) -> None:
    """What counts is the scale of the experiments that the claim reads."""
    net = windowed.split("  net:\n")[1].partition("hypotheses:")[0]
    text = windowed.replace("hypotheses:\n", f"  other:\n{net}hypotheses:\n")
    text = text.replace("WINDOW", "{align: fixed, between: [1, 20]}")
    [said] = complaints(text.replace("SCALE", "{other: toy, net: paper}"))
    assert "holds 4 of the 5 readings" in said
    assert complaints(text.replace("SCALE", "{net: toy, other: paper}")) == []


def test_readings_end_where_the_probe_does(windowed: str, complaints: Say) -> None:
    """A window that goes on after `until`, and would hold one reading more, is refused: half of it is not the whole."""
    text = windowed.replace("SCALE", "paper").replace("WINDOW", "{align: fixed, between: [1, 30]}")
    place = "x.yaml:19:84: hypotheses.h1.superiority.window"
    for until in ("30", "30 %", "31", "null"):
        assert complaints(text.replace("{every: 5}", f"{{every: 5, until: {until}}}")) == []
    [said] = complaints(text.replace("{every: 5}", "{every: 5, until: 29 %}"))
    assert said == f"{place}: reaches step 30, and accuracy stops at step 29. End it sooner, or read longer."
    between = text.replace("[1, 30]", "[1, 34]")  # the next reading would come at 35
    assert complaints(between.replace("{every: 5}", "{every: 5, until: 30}")) == []


@pytest.mark.parametrize(("scale", "count"), [("paper", 1), ("toy", 0)])
def test_a_window_by_step_that_no_run_can_hold(windowed: str, complaints: Say, scale: str, count: int) -> None:
    """Even from its first reading on it would outlast the probe; of a toy the runs say so, and give no number."""
    text = windowed.replace("WINDOW", "{align: step, from: {train_accuracy: 0.2}, length: 50}")
    lines = complaints(text.replace("SCALE", scale).replace("{every: 5}", "{every: 5, until: 40}"))
    assert len(lines) == count
    assert "reaches step 54, and accuracy stops at step 40." in "".join(lines) or not count


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (FLOW, "metric: is read over the whole run, and accuracy stops at step 4. Name a window that ends by then"),
        (f"{TIME}}}", "metric: is read over the budget, and accuracy stops at step 4. Wait less, or read longer."),
        (f"{TIME}, budget: 9}}", "metric: is read over the budget, and accuracy stops at step 4. Wait less"),
        (f"{TIME.replace('train_', 'test_')}, budget: 5}}", ""),
        (f"{TIME}, budget: 8}}", "metric: is read over the budget"),
        ("trains: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0}", ""),
        ("trains: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0, threshold: 0.5}", "metric: is read"),
    ],
)
def test_a_whole_run_is_read_to_its_end(text: str, complaints: Say, claim: str, said: str) -> None:
    """The last reading of a probe that stops early is not the run's; who was not waited for has not come late."""
    lines = complaints(text.replace(FLOW, claim).replace("{every: 5}", "{every: 4, until: 4, test: {every: 2}}"))
    assert len(lines) == bool(said)
    assert said in "".join(lines)


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (10, ""),
        (9, "is read over the whole run, and accuracy stops at step 9. Name a window that ends by then, or read"),
        (3, "train_accuracy is never read: accuracy reads every 4 steps, and stops at step 3. Read longer."),
    ],
)
def test_the_end_of_a_run_is_a_reading(text: str, complaints: Say, until: int, said: str) -> None:
    """After the last step what was averaged is read once more, if the probe has not stopped."""
    train = text.replace("metric: test", "metric: train")
    lines = complaints(train.replace("{every: 5}", f"{{every: 4, until: {until}}}"))
    assert len(lines) == bool(said)
    assert f"h1.superiority.metric: {said}" in "".join(lines) or not said


def test_the_share_of_unequal_runs_is_refused(windowed: str, complaints: Say) -> None:
    """At the claim that reads it."""
    unequal = windowed.replace("a: {norm: none}", "a: {norm: none, set: {steps: 50}}").replace("SCALE", "paper")
    [said] = complaints(unequal.replace("WINDOW", "{align: fixed, between: [1, 50 %]}"))
    assert said.startswith("x.yaml:19:84: hypotheses.h1.superiority.window: reads 50 %, and its arms train 50 or 100")


def test_an_unknown_window_is_one_line(windowed: str, complaints: Say) -> None:
    """At the claim that names it."""
    text = windowed.replace("window: w}", "window: v}").replace("SCALE", "paper")
    [said] = complaints(text.replace("WINDOW", "{align: fixed, between: [1, 50 %]}"))
    assert said == "x.yaml:19:84: hypotheses.h1.superiority.window: unknown window 'v'. Known: w."


@pytest.mark.parametrize(
    ("scale", "window", "said"),
    [
        ("paper", "{align: fixed, between: [1, 50]}", ""),
        ("paper", "{align: fixed, between: [1, 5]}", ""),
        ("paper", "{align: fixed, between: [1, 500]}", "must end within the recipe's 100 steps. Got [1, 500]."),
        ("paper", "{align: fixed, between: [2, 4]}", "nothing is measured from step 2 to 4"),
        (
            "paper",
            "{align: progress, metric: train_accuracy, between: [0.2, 0.4]}",
            "reduce: cannot be max in a window",
        ),
        ("reduced", "{align: fixed, between: [1, 500]}", ""),
    ],
)
def test_the_papers_own_steps_must_fit_at_its_scale(
    windowed: str, complaints: Say, scale: str, window: str, said: str
) -> None:
    """Elsewhere its number is not compared; few readings will do, as no verdict rests on them."""
    paper = "paper: {says: supported, where: Fig. 1, window: own}\n    superiority: {reduce: max, "
    text = (
        windowed.replace("superiority: {", paper)
        .replace("SCALE", scale)
        .replace("WINDOW", "{align: fixed, between: [1, 90]}")
    )
    lines = complaints(f"{text}  own: {window}\n")
    assert len(lines) == bool(said)
    place = "x.yaml:19:45: hypotheses.h1.paper.window: "
    assert "".join(lines)[: len(place + said)] == (place + said if said else "")


def test_a_claim_without_steps_of_its_own_has_none_of_the_papers(windowed: str, complaints: Say) -> None:
    """What a race is read over is its budget."""
    paper = "paper: {says: supported, where: Fig. 1, window: w}\n    " + TIME + "}"
    text = windowed.replace("SCALE", "paper").replace("WINDOW", "{align: fixed, between: [1, 90]}")
    lines = complaints(text.replace(FLOW.replace("test", "train").replace("0.01}", "0.01, window: w}"), paper))
    assert lines == ["x.yaml:19:45: hypotheses.h1.paper.window: time_to_threshold reads no window. Leave it out."]


def test_a_metric_with_an_interval_of_its_own_is_read_at_that(windowed: str, complaints: Say) -> None:
    """Test accuracy comes every tenth step here, training accuracy every fifth."""
    text = windowed.replace("SCALE", "paper").replace("{every: 5}", "{every: 5, test: {every: 10}}")
    text = text.replace("WINDOW", "{align: fixed, between: [1, 40]}")
    assert complaints(text) == []
    [said] = complaints(text.replace("metric: train", "metric: test"))
    assert "holds 4 of the 5 readings that a claim needs: accuracy reads every 10 steps" in said


def test_a_study_at_initialisation_has_one_reading(windowed: str, complaints: Say) -> None:
    """A window that holds step 0 is enough there, and none beyond it is any good."""
    text = windowed.replace("SCALE", "paper").replace("steps: 100", "steps: 0").replace("metric: train", "metric: test")
    assert complaints(text.replace("WINDOW", "{align: fixed, between: [0, 0]}")) == []
    [said] = complaints(text.replace("WINDOW", "{align: fixed, between: [0, 1]}"))
    assert "must end within the recipe's 0 steps. Got [0, 1]." in said
    [said] = complaints(text.replace("WINDOW", "{align: step, from: {train_accuracy: 0.2}, length: 50 %}"))
    assert "can never start: it takes two readings of train_accuracy" in said


@pytest.mark.parametrize("window", ["", ", window: w"])
def test_what_is_first_read_at_step_1_is_not_read_at_initialisation(
    windowed: str, complaints: Say, window: str
) -> None:
    """Windowed or not, the claim's metric is blamed."""
    text = windowed.replace("SCALE", "paper").replace("WINDOW", "{align: fixed, between: [0, 0]}")
    beta = "metric: effective_beta, better: lower"
    text = text.replace("accuracy: {every: 5}", "landscape: {every: 1}").replace("metric: train_accuracy", beta)
    text = text.replace(", window: w", window)
    [said] = complaints(text.replace("steps: 100", "steps: 0"))
    assert said.endswith("effective_beta is read from step 1 on, and its arms train 0. Choose another metric.")


def test_beta_is_not_read_at_step_0(windowed: str, complaints: Say) -> None:
    """A window that would hold five readings with it holds four."""
    text = windowed.replace("SCALE", "paper").replace("WINDOW", "{align: fixed, between: [0, 4]}")
    text = text.replace("accuracy: {every: 5}", "landscape: {every: 1}")
    assert complaints(text.replace("metric: train_accuracy", "metric: gradient_norm, better: lower")) == []
    [said] = complaints(text.replace("metric: train_accuracy", "metric: effective_beta, better: lower"))
    assert "holds 4 of the 5 readings" in said
