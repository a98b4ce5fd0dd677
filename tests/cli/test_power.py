"""What `check` says about power."""

from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

from tests.cli.conftest import declare

Call = Callable[..., Result]


def test_check_says_what_is_resolved(call: Call, toy: Path) -> None:
    """One line for the known SD; margin 0 is a warning; the unknown is summed up; exit 0."""
    declare(toy, 0.005)
    result = call("check", toy)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"{toy}: sound. 2 hypotheses, profiles full, smoke.",
        f"{toy}: profile full: share of time spent on probes, about: net 74 %.",
        f"{toy}: profile smoke: share of time spent on probes, about: net 74 %.",
        (
            f"{toy}: harmless: 5 seeds detect 0.0103 beyond the margin "
            "(80 % power, alpha 0.025: first of 2; SD 0.005, declared), "
            "0.51 of the margin 0.02, which needs 4 seeds."
        ),
    ]
    assert result.stderr.splitlines()[1:] == [
        (
            f"{toy}: warning: hypotheses.better: with margin 0 no absence of effect can refute the claim. "
            "Let the margin be the largest effect that would not matter."
        ),
        (
            f"{toy}: power unknown for 1 of 2 primary hypotheses: declare `expected_sd`, the SD over seeds of the "
            "effect, or see `bnreport plan`, which measures it on stored runs."
        ),
    ]


def test_a_margin_out_of_reach_is_a_warning(call: Call, toy: Path) -> None:
    """With what would be within reach; the exit code stays 0."""
    declare(toy, 0.02)
    result = call("check", toy)
    assert result.exit_code == 0
    assert (
        f"{toy}: warning: hypotheses.harmless: 5 seeds cannot resolve the margin of 0.02, only one of 0.041. "
        "Plan 13 seeds, or widen the margin before anything is trained."
    ) in result.stderr.splitlines()


def test_profiles_that_differ_are_named(call: Call, toy: Path) -> None:
    """A toy resolves nothing and is left out; two serious scales with other seeds are told apart."""
    declare(toy, 0.005)
    toy.write_text(toy.read_text().replace("scale: toy, set", "scale: reduced, set"))
    lines = call("check", toy).stdout.splitlines()[2:]
    assert [line.split(": ", 1)[1].split(":")[0] for line in lines[1:]] == ["[full] harmless", "[smoke] harmless"]
    assert "2 seeds detect" in lines[2]


def test_a_wrong_sd_has_a_place(call: Call, toy: Path) -> None:
    """It must be positive."""
    declare(toy, -1)
    result = call("check", toy)
    assert result.exit_code == 1
    assert "x.yaml:18:5: hypotheses.harmless.expected_sd: must be greater than 0. Got -1" in result.stderr.replace(
        ".0", ""
    )


def test_claims_that_a_profile_leaves_out_are_not_warned_of(call: Call, toy: Path) -> None:
    """Another profile runs them, and there their power is a question."""
    text = toy.read_text()
    net = text[text.index("  net:") : text.index("hypotheses:")]
    far = net.replace("  net:", "  far:", 1)
    claim = text[text.index("  better:") : text.index("profiles:")].replace("better:", "far_better:")
    text = text.replace("hypotheses:", f"{far}hypotheses:", 1).replace(
        "profiles:", f"{claim.replace('net.', 'far.')}profiles:"
    )
    toy.write_text(text)
    warned = "hypotheses.far_better: with margin 0"
    assert warned in call("check", toy, "--profile", "full").stderr
    toy.write_text(text.replace("{scale: reduced}", "{scale: reduced, experiments: [net]}"))
    result = call("check", toy, "--profile", "full")
    assert (result.exit_code, warned in result.stderr) == (0, False)
    assert "power unknown for 2 of 2 primary hypotheses" in result.stderr
    toy.write_text(text.replace("{scale: reduced}", "{scale: reduced, experiments: [net]}").replace("[5]", "[1]"))
    assert "far_better" not in call("check", toy, "--profile", "full").stderr


def test_a_claim_of_counts_without_a_margin_gets_a_notice(call: Call, toy: Path) -> None:
    """It is no mistake: the opposite effect refutes it."""
    toy.write_text(toy.read_text().replace("superiority: {", "trains: {"))
    result = call("check", toy)
    assert result.exit_code == 0
    assert f"{toy}: notice: hypotheses.better: with margin 0 the opposite effect alone can refute" in result.stderr
    toy.write_text(toy.read_text().replace("margin: 0}", "margin: 0.2}"))
    assert "notice" not in call("check", toy).stderr


def test_claims_without_a_power_calculation_are_named_together(call: Call, toy: Path) -> None:
    """In one line a reason, not in one each."""
    text = toy.read_text().replace("superiority: {", "trains: {").replace("noninferiority: {", "trains: {")
    toy.write_text(text)
    found = [line for line in call("check", toy).stdout.splitlines() if "not applicable" in line]
    assert found == [
        f"{toy}: power not applicable to harmless and better: its exact test counts successes, which have no SD."
    ]
