"""What a lock makes of a study: the study that is judged, and what was registered of it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from bnreport.files import lock_path
from bnreport.study.amendments import Amendment
from bnreport.study.lock import read_lock
from bnreport.study.registration import Registration
from bnreport.study.schema import Seeds
from tests.study.conftest import load

LATER = datetime(2026, 1, 2, 15, tzinfo=UTC)
MORE = ("looks: [2], alpha: [0.05]", "looks: [2, 4], alpha: [0.01, 0.04]")
EditLock = Callable[[Callable[[dict[str, Any]], object]], None]

FORM = TypeAdapter(Registration | None)


def registered(spec: Path, *overrides: str) -> Registration:
    """Load a study that is locked."""
    registration = load(spec, "smoke", overrides).registration
    assert registration is not None
    return registration


def test_without_a_lock_there_is_no_registration(tmp_path: Path, text: str) -> None:
    """None, not an empty one; the study is as it is written."""
    (tmp_path / "x.yaml").write_text(text.replace(*MORE))
    file = load(tmp_path / "x.yaml")
    assert (file.registration, file.study.seeds.looks) == (None, (2, 4))


def test_a_registration_holds_what_the_profile_needs_of_every_entry(
    spec: Path, text: str, lock: Callable[..., None]
) -> None:
    """Times, digests, salt, reasons and this profile's definitions; amendments are against the last entry alone."""
    spec.write_text(text.replace("margin: 0.01", "margin: 0.02"))
    lock(spec, LATER, "Narrower.", amend=True)
    found, entries = registered(spec), read_lock(lock_path(spec), "toy")
    assert found.amendments == ()
    assert found.asked == {}
    assert [(each.locked_at, each.digest, each.salt, each.why) for each in found.entries] == [
        (each.locked_at, each.digest, each.salt, each.why) for each in entries
    ]
    assert [each.definitions for each in found.entries] == [each.definitions["smoke"] for each in entries]
    spec.write_text(text)
    assert registered(spec).amendments == (Amendment("hypotheses.h1.superiority.margin", "0.02", "0.01"),)


def test_what_this_version_makes_of_a_claim_otherwise_is_an_amendment(
    spec: Path, text: str, edit_lock: EditLock
) -> None:
    """The words are as locked and mean something else, as if the kind had changed; a changed margin is said once."""
    edit_lock(lambda held: held["definitions"]["smoke"]["h1"]["meaning"].update(region=[-0.01, None]))
    assert registered(spec).amendments == (Amendment("hypotheses.h1.meaning.region", "[-0.01, null]", "[0.01, null]"),)
    spec.write_text(text.replace("margin: 0.01", "margin: 0.02"))
    assert registered(spec).amendments == (Amendment("hypotheses.h1.superiority.margin", "0.01", "0.02"),)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            lambda held: held["arms"]["net.b"]["norm"].update(group={"groups": 2, "eps": 0.1}),
            "arms.net.b.norm.group.eps",
        ),
        (lambda held: held["arms"]["net.b"]["recipe"].update(steps=11), "arms.net.b.recipe.steps"),
        (lambda held: held["probes"]["net"]["accuracy"].update(every=6), "probes.net.accuracy.every"),
        (lambda held: held.pop("meaning"), None),
        (lambda held: held.update(gone=1), None),
    ],
    ids=["norm", "recipe", "probe", "not there yet", "no more"],
)
def test_whatever_of_a_definition_is_not_as_locked_is_said(
    spec: Path, edit_lock: EditLock, edit: Callable[[Any], object], said: str | None
) -> None:
    """At its place; of parts that one of both versions does not write nothing is known."""
    edit_lock(lambda held: edit(held["definitions"]["smoke"]["h1"]))
    assert [each.where for each in registered(spec).amendments] == ([f"hypotheses.h1.{said}"] if said else [])


def test_an_amendment_elsewhere_hides_no_other_meaning(spec: Path, text: str, edit_lock: EditLock) -> None:
    """A window that the claim does not read explains nothing of it."""
    edit_lock(lambda held: held["definitions"]["smoke"]["h1"]["meaning"].update(scale="ratio"))
    spec.write_text(f"{text}windows:\n  w: {{align: fixed, between: [1, 5]}}\n")
    wheres = [each.where for each in registered(spec).amendments]
    assert wheres[0].startswith("windows.w")
    assert wheres[-1] == "hypotheses.h1.meaning.scale"


def test_a_profile_that_an_entry_lacks_has_no_definitions_there(
    spec: Path, text: str, lock: Callable[..., None]
) -> None:
    """It was added by the second."""
    spec.write_text(f"{text}  other: {{}}\n")
    lock(spec, LATER, amend=True)
    registration = load(spec, "other").registration
    assert registration is not None
    assert [[*each.definitions] for each in registration.entries] == [[], ["h1"]]


@pytest.mark.parametrize("way", ["file", "--set"])
def test_seeds_added_since_are_not_of_the_study(spec: Path, text: str, way: str) -> None:
    """The lock's looks and error rates are planned and judged; what was asked for is kept beside them."""
    overrides = ("seeds.looks=[2,4]", "seeds.alpha=[0.01,0.04]") if way == "--set" else ()
    spec.write_text(text if overrides else text.replace(*MORE))
    file = load(spec, "smoke", overrides)
    assert file.study.seeds == Seeds(looks=(2,), alpha=(0.05,))
    assert file.registration is not None
    assert file.registration.asked == {"net": (2, 4)}
    assert file.registration.amendments == (
        Amendment("seeds.looks", "[2]", "[2, 4]"),
        Amendment("seeds.alpha", "[0.05]", "[0.01, 0.04]"),
    )


@pytest.mark.parametrize("override", ["seeds.looks=[1]", "seeds.alpha=[0.9]"])
def test_fewer_seeds_and_other_error_rates_are_as_asked(spec: Path, override: str) -> None:
    """They let no chance in that the amendments would not show."""
    file = load(spec, "smoke", [override])
    assert file.registration is not None
    assert file.registration.asked == {}
    assert f"seeds.{file.registration.amendments[0].where.partition('.')[2]}" in override
    assert str(getattr(file.study.seeds, file.registration.amendments[0].where[6:])[0]) in override


def test_seeds_registered_by_an_amended_lock_are_judged(spec: Path, text: str, lock: Callable[..., None]) -> None:
    """The last entry counts."""
    spec.write_text(text.replace(*MORE))
    lock(spec, LATER, amend=True)
    file = load(spec)
    assert file.study.seeds.looks == (2, 4)
    assert file.registration is not None
    assert (file.registration.asked, file.registration.amendments) == ({}, ())


def test_seeds_added_to_one_experiment_are_not_of_the_study(spec: Path, text: str) -> None:
    """Every experiment has the looks of the lock then, those that were not locked the study's."""
    net = text.split("  net:\n")[1].partition("hypotheses:")[0]
    more = text.replace("  net:\n", "  net:\n    looks: [4]\n")
    spec.write_text(more.replace("hypotheses:\n", f"  other:\n    looks: [1]\n{net}hypotheses:\n"))
    file = load(spec)
    assert {name: file.study.looks_of(name) for name in file.study.experiments} == {"net": (2,), "other": (2,)}
    assert file.registration is not None
    assert file.registration.asked == {"net": (4,), "other": (1,)}
    assert Amendment("experiments.net.looks", "", "[4]") in file.registration.amendments


def test_seeds_of_another_version_are_amendments(spec: Path, edit_lock: EditLock) -> None:
    """What cannot be read as seeds is compared, not applied."""
    edit_lock(lambda held: held["resolved"]["smoke"].update(seeds={"many": 5}))
    file = load(spec)
    assert file.study.seeds.looks == (2,)
    assert file.registration is not None
    assert Amendment("seeds.many", "5", "") in file.registration.amendments


def test_a_registration_survives_json(spec: Path, text: str) -> None:
    """As the results bundle keeps it: every part by its name, null without a lock."""
    spec.write_text(text.replace(*MORE).replace("margin: 0.01", "margin: 0.02"))
    found = registered(spec)
    assert found.asked
    assert len(found.amendments) == 3
    plain = FORM.dump_json(found)
    assert json.loads(plain)["amendments"][0] == {"where": "seeds.looks", "was": "[2]", "now": "[2, 4]"}
    assert FORM.validate_json(plain) == found
    assert FORM.validate_json(FORM.dump_json(None)) is None


@pytest.mark.parametrize("part", ["entries", "amendments"])
def test_a_registration_with_unknown_parts_is_refused(spec: Path, part: str) -> None:
    """Rather than lose them in silence."""
    plain = FORM.dump_python(registered(spec, "seeds.alpha=[0.9]"), mode="json")
    plain[part][0]["more"] = 1
    with pytest.raises(ValidationError, match="more"):
        FORM.validate_json(json.dumps(plain))
