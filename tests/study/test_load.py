"""From a file to one resolved study."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bnreport.errors import MachineError, SpecError
from bnreport.study.load import check_document, inspect
from bnreport.study.yaml import parse, read_text
from tests.study.conftest import load

TWO = "smoke: {}\n  big: {requires: cuda, set: {seeds.looks: [4]}}"


@pytest.fixture
def two(tmp_path: Path, text: str) -> Path:
    """A study of two profiles, the second for a GPU that is not here."""
    path = tmp_path / "x.yaml"
    path.write_text(text.replace("smoke: {}", TWO))
    return path


def test_a_study_is_loaded_as_it_was_asked_for(two: Path) -> None:
    """Text, profile and why, overrides and what they resolve to."""
    file = load(two, "big", ["seeds.alpha=[0.01]"])
    assert (file.path, file.text, file.profile, file.because) == (
        two,
        two.read_text(),
        "big",
        "it was chosen with --profile",
    )
    assert (file.overrides, file.study.seeds.looks, file.study.seeds.alpha) == (("seeds.alpha=[0.01]",), (4,), (0.01,))
    assert file.registration is None


def test_without_a_name_the_first_profile_that_is_met_runs(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And says which were passed over; where none is met, why."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert (load(two, None).profile, load(two, None).because) == ("smoke", "it runs on any machine")
    two.write_text(two.read_text().replace("  smoke: {}\n", ""))
    with pytest.raises(MachineError, match="no profile fits this machine: big needs cuda: no GPU found"):
        load(two, None)


def test_every_profile_is_checked(two: Path) -> None:
    """Each resolves by itself."""
    assert {name: study.seeds.looks for name, study in check_document(parse(two, read_text(two))).items()} == {
        "smoke": (2,),
        "big": (4,),
    }


def test_what_is_wrong_in_another_profile_stops_a_check_and_no_load(two: Path, text: str) -> None:
    """It has nothing to do with what was asked for."""
    two.write_text(text.replace("smoke: {}", TWO.replace("seeds.looks: [4]", "seeds.lloks: [4]")))
    with pytest.raises(SpecError, match=r"seeds\.lloks: unknown key"):
        check_document(parse(two, read_text(two)))
    assert load(two).profile == "smoke"


def test_an_unknown_profile_is_named(two: Path) -> None:
    """With the one that was meant."""
    with pytest.raises(SpecError, match=r"--profile: unknown profile 'bgi'\. Did you mean 'big'"):
        load(two, "bgi")


def test_mistakes_come_in_the_order_of_the_file(text: str, complaints: Callable[..., list[str]]) -> None:
    """All of them at once, each once, though every profile has it."""
    wrong = text.replace("smoke: {}", TWO).replace("dataset: digits", "dataset: digts")
    lines = complaints(wrong.replace("norm: none", "norm: nine").replace("margin: 0.01", "margin: none"))
    rows = [int(line.split(":")[1]) for line in lines]
    assert rows == sorted(rows)
    assert len(lines) == len({*lines}) == 3


def test_an_inspection_keeps_what_is_sound(text: str) -> None:
    """A wrong hypothesis hides no other part of the study."""
    start = text.index("  h1:")
    other = (
        text[start : text.index("profiles:")].replace("h1:", "h2:").replace("why_this_margin: Our choice.", "paper: {}")
    )
    found = inspect(parse(Path("x.yaml"), text.replace("profiles:", f"{other}profiles:")))
    assert {each.where.partition(".")[2].partition(".")[0] for each in found.found} == {"h2"}
    [study] = [each.study for each in found.profiles.values()]
    assert study is not None
    assert [*study.hypotheses] == ["h1"]
