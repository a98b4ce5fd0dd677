"""Which probe measures which metric."""

from bnreport import probes


def test_every_metric_has_a_unit_and_a_direction_or_none() -> None:
    """What the files say comes along, of all probes or of some."""
    assert probes.metrics_of(["objective"]) == {
        "objective": {"unit": "1", "better": "lower", "failure": "first loss", "read": "after"}
    }
    assert set(probes.metrics_of(probes.registry.names)) > set(probes.metrics_of(["accuracy"])) > {"train_accuracy"}


def test_a_metric_is_known_with_its_column() -> None:
    """A column of a metric is measured by the probe that measures the metric, if that is among those asked."""
    names = probes.registry.names
    assert probes.measuring("ics_cosine.5", names) == probes.measuring("ics_cosine", names) == ("ics_gradient",)
    assert probes.measuring("ics_cosine", ["accuracy"]) == ()
    assert probes.measuring("ics", names) == ()
