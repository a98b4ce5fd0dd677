"""What a run records about who asked for it."""

import subprocess
import sys
from pathlib import Path

import pytest

from bnreport.executors import invocation as module
from bnreport.executors.invocation import invocation


def test_tells_command_commit_and_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Of a checkout: Git's own words, before and after a change inside the package."""
    package = tmp_path / "bnreport"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.setattr(module, "PACKAGE", package)
    monkeypatch.setattr(sys, "argv", ["/somewhere/bin/bnreport", "run", "specs/a study.yaml"])
    assert invocation()["command"] == "bnreport run 'specs/a study.yaml'"
    assert "commit" not in invocation()  # an installed copy

    def git(*words: str) -> str:
        settings = ("-c", "user.name=n", "-c", "user.email=e")
        return subprocess.check_output(["git", *settings, *words], cwd=tmp_path, text=True)  # noqa: S603, S607

    git("init", "-q")
    assert "commit" not in invocation()  # a copy installed inside somebody's repository
    git("add", ".")
    git("commit", "-q", "-m", "first")
    assert invocation()["commit"] == git("rev-parse", "HEAD").strip()
    assert invocation()["uncommitted_changes"] == "none"
    (package / "__init__.py").write_text("changed = True\n")
    assert invocation()["uncommitted_changes"] == "in 1 files of the package"


@pytest.mark.parametrize("setting", ["status.showUntrackedFiles=no", "core.excludesFile={}/ignored"])
def test_nobodys_settings_decide_what_is_recorded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str
) -> None:
    """A hook's GIT_DIR is another repository's, and settings of a person hide no plug-in."""
    for name in ("ours", "theirs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(name)
        for words in ("init -q", "add .", "-c user.name=n -c user.email=e commit -q -m first"):
            subprocess.check_call(["git", *words.split()], cwd=tmp_path / name)  # noqa: S603, S607
    monkeypatch.setattr(module, "PACKAGE", tmp_path / "ours")
    plain = invocation()
    assert plain["uncommitted_changes"] == "none"
    (tmp_path / "ignored").write_text("new.py\n")
    key, _, value = setting.format(tmp_path).partition("=")
    subprocess.check_call(["git", "config", "--file", tmp_path / "config", key, value])  # noqa: S603, S607
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "theirs" / ".git"))
    assert invocation() == plain
    (tmp_path / "ours" / "new.py").touch()
    assert invocation() == {**plain, "uncommitted_changes": "in 1 files of the package"}


def test_packages_are_named_by_their_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of one is another digest."""
    before = invocation()["packages_sha256"]
    assert before == invocation()["packages_sha256"]
    found = list(module.distributions())
    monkeypatch.setattr(module, "distributions", lambda: found[1:])
    assert invocation()["packages_sha256"] != before


def test_no_answer_of_git_is_no_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where `git status` fails nobody knows whether anything is uncommitted: it is not recorded."""

    def git(words: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        if "status" in words:
            raise subprocess.CalledProcessError(128, words)
        return subprocess.CompletedProcess(words, 0, "said\n")

    monkeypatch.setattr(subprocess, "run", git)
    assert invocation()["commit"] == "said"
    assert "uncommitted_changes" not in invocation()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("{here}/specs/a.yaml", "specs/a.yaml"),
        ("/home/somebody/a.yaml", "a.yaml"),
        ("--data={here}/data", "--data=data"),
        ("--data=/home/somebody/sets", "--data=sets"),
        ("/home/some=body/a.yaml", "a.yaml"),
        ("../a.yaml", "../a.yaml"),
        ("experiments.e.recipe.steps=9", "experiments.e.recipe.steps=9"),
    ],
)
def test_the_command_tells_nothing_about_the_machine(
    typed: str, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A path below the current folder is told from there, any other absolute one by its name; the rest is as typed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["bnreport", "run", typed.format(here=tmp_path)])
    assert invocation()["command"] == f"bnreport run {told}"
