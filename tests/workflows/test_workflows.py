"""Every `run:` step of reports.yml, its action and comment.yml, executed in a repository where a study was changed."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from typer.testing import CliRunner

from bnreport.cli.main import app
from bnreport.files import bundle_path
from bnreport.results import Results
from bnreport.runs.bundle import packed, read_bundle
from tests.cli.test_synthesize import _publish, _spec

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
WORKFLOWS = {path.stem: yaml.safe_load(path.read_text()) for path in (ROOT / ".github" / "workflows").glob("*.yml")}
EXPRESSION = re.compile(r"\$\{\{ *(.+?) *\}\}")
SHELLS = {
    "bash": ("bash", "--noprofile", "--norc", "-eo", "pipefail"),
    "python": (sys.executable,),
    None: ("bash", "-e"),
}
"""As GitHub calls them."""
TO = "\N{RIGHTWARDS ARROW}"


def _git(where: Path, *words: str) -> str:
    named = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *named, *words], cwd=where, capture_output=True, text=True, check=True)  # noqa: S603, S607
    return done.stdout.strip()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with one locked, published study."""
    root = tmp_path_factory.mktemp("base")
    (root / "specs").mkdir()
    spec = _spec(root / "specs", "one")
    small = "smoke: {scale: toy, set: {seeds.looks: [2], experiments.*.recipe.steps: 5}}"
    spec.write_text(spec.read_text().replace("smoke: {scale: toy}", small))
    call = CliRunner().invoke
    assert call(app, ["lock", str(spec)]).exit_code == 0
    bundle = bundle_path(_publish(root, spec, "full", 0.2).reports / "one" / "full")
    held = read_bundle(bundle)
    begun = {
        arm: {seed: replace(run, started_at="2100-01-01T00:00:00+00:00") for seed, run in runs.items()}
        for arm, runs in held.results.runs.items()
    }
    bundle.write_bytes(packed(held.file, Results(begun)))  # after it was locked
    (root / "r").rename(root / "reports")
    where = ("--store", str(root / ".bnreport/store"), "--reports", str(root / "reports"))
    for words in (("render", str(spec), "--profile", "full"), ("status", str(spec)), ("check", str(spec))):
        done = call(app, [*words, *where])  # what the last two remember, each test needs
        assert done.exit_code == 0, done.output
    shutil.rmtree(root / "s")
    (root / ".gitignore").write_text(".bnreport/\nrendered/\n")
    _git(root, "init", "--quiet")
    _git(root, "add", "--all")
    _git(root, "commit", "--quiet", "--message", "base")
    return root


class Repository:
    """A clone in which a pull request was made, and what a runner would do there."""

    def __init__(self, base: Path, folder: Path) -> None:
        """Clone a repository, and put what no test may call in the place of what would be called."""
        self.root, self.base = folder / "repository", _git(base, "rev-parse", "HEAD")
        shutil.copytree(base, self.root)
        self.outputs: dict[str, str] = {}
        self.log = ""
        shims = folder / "shims"
        shims.mkdir()
        for name, text in {
            "bnreport": f'exec "{sys.executable}" -m bnreport "$@"',
            "python": f'exec "{sys.executable}" "$@"',
            "pip": f'echo "$@" >>"{folder}/asked"',
            "sudo": f'echo "$@" >>"{folder}/asked"',
            "brew": f'echo "$@" >>"{folder}/asked"',
        }.items():
            (shims / name).write_text(f"#!/bin/sh\n{text}\n")
            (shims / name).chmod(0o755)
        self.folder = folder
        self.environment = {
            **os.environ,
            "PATH": f"{shims}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
            "GITHUB_OUTPUT": str(folder / "output"),
        }

    def change(self, old: str, new: str) -> None:
        """Edit the study, as the pull request does."""
        spec = self.root / "specs" / "one.yaml"
        assert old in spec.read_text()
        spec.write_text(spec.read_text().replace(old, new))
        _git(self.root, "commit", "--quiet", "--all", "--message", "changed")

    def act(self, **inputs: str) -> int:
        """Execute every step of the action, and return how it ends: once a step fails, no further one runs."""
        given = {name: str(held["default"]) for name, held in ACTION["inputs"].items()}
        given |= {"base": self.base, **inputs}
        known = {f"inputs.{name}": value for name, value in given.items()}
        for step in ACTION["runs"]["steps"]:
            if "run" in step and (code := self.step(step, known)):
                return code
        return 0

    def step(self, step: Mapping[str, Any], known: Mapping[str, str]) -> int:
        """Execute one `run:`; what it may know of the build comes by its environment alone."""
        assert not EXPRESSION.search(step["run"]), "an expression in a script runs what a stranger wrote"
        variables = {name: self._filled(str(text), known) for name, text in step.get("env", {}).items()}
        script, output = self.folder / "script", Path(self.environment["GITHUB_OUTPUT"])
        script.write_text(step["run"], encoding="utf-8")
        output.write_text("")
        began = time.perf_counter()
        done = subprocess.run(  # noqa: S603  (our own step)
            [*SHELLS[step.get("shell")], str(script)],
            cwd=self.root,
            env={**self.environment, **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        self.log += f"# {step['name']} ({time.perf_counter() - began:.1f} s)\n{done.stdout}{done.stderr}"
        for line in output.read_text().splitlines():
            name, _, value = line.partition("=")
            self.outputs[f"steps.{step['id']}.outputs.{name}"] = value
        return done.returncode

    def _filled(self, text: str, known: Mapping[str, str]) -> str:
        return EXPRESSION.sub(lambda found: {**known, **self.outputs}[found[1]], text)

    @property
    def comment(self) -> str:
        """What is to be said on the pull request."""
        return (self.root / "rendered" / "comment.md").read_text(encoding="utf-8")


@pytest.fixture
def repository(base: Path, tmp_path: Path) -> Repository:
    """A clone of the published study."""
    return Repository(base, tmp_path)


def test_a_changed_margin_gives_a_new_answer_without_training(repository: Repository) -> None:
    """From the published runs; the locked verdict stays, and the build fails as the report is of another margin."""
    repository.change("margin: 0.01", "margin: 0.3")
    assert repository.act(profile="") == 1, repository.log
    said = repository.comment
    assert "stale." in said
    assert f"margin changed: hypotheses.better.superiority.margin: 0.01 {TO} 0.3\n" in said
    assert "| better\\_as\\_changed | exploratory |" in said  # beside the locked verdict, which stays
    assert "missing" not in said
    assert "Training" not in repository.log
    made = repository.root / "rendered"
    assert (made / "reports" / "one" / "full" / "report.pdf").exists()
    asked = (repository.folder / "asked").read_text()
    assert f"{ROOT}[train]" in asked
    last = ACTION["runs"]["steps"][-1]
    assert [repository.step(last, {"inputs.stale": said}) for said in ("fail", "allow")] == [1, 0]


def test_a_changed_arm_says_what_is_missing_and_what_it_costs(repository: Repository) -> None:
    """It is not trained: nobody told the workflow, and told so it looks for a GPU first."""
    repository.change("{norm: batch}", "{norm: layer}")
    assert repository.act(train="true") == 1, repository.log
    said = repository.comment
    assert "missing: 5 runs, about 0.0" in said
    assert "net.b seeds 0, 1, 2, 3, 4." in said
    assert f"| better | supported {TO} not run (missing runs) |" in said
    assert "Nothing more is trained: this runner has no GPU." in repository.log
    assert (repository.root / "rendered" / "smoke" / "one" / "smoke" / "report.html").exists()


def test_what_is_missing_is_trained_where_there_is_a_gpu_and_the_workflow_is_told_to(repository: Repository) -> None:
    """Before it is asked which reports are current, so that the comment is about what there is then."""
    (repository.folder / "shims" / "nvidia-smi").write_text("#!/bin/sh\n")
    (repository.folder / "shims" / "nvidia-smi").chmod(0o755)
    repository.change("{norm: batch}", "{norm: layer}")
    assert repository.act(train="true", profile="") == 0, repository.log
    assert "Every report is current." in repository.comment
    assert "missing" not in repository.comment
    held = read_bundle(bundle_path(repository.root / "rendered/reports/one/full")).results
    assert [[*run.settings["norm"]] for run in held.of("net.b").values()] == [["layer"]] * 5


def test_what_another_version_says_differs_is_told(repository: Repository) -> None:
    """The study is as it was: its verdicts are compared as they were judged then; the page over all is made again."""
    call = ("-m", "bnreport", "synthesize", "specs/one.yaml", "--quiet")
    subprocess.run([sys.executable, *call], cwd=repository.root, env=repository.environment, check=True)  # noqa: S603
    path = repository.root / "reports/one/full/verdicts.json"
    held = json.loads(path.read_text())
    held["verdicts"][0] |= {"verdict": "refuted"}
    path.write_text(json.dumps(held))
    _git(repository.root, "add", "--all")
    _git(repository.root, "commit", "--quiet", "--message", "by another version")
    assert repository.act(profile="", base=_git(repository.root, "rev-parse", "HEAD")) == 1, repository.log
    assert f"| better | refuted {TO} supported |" in repository.comment
    assert (repository.root / "rendered/reports/why/report.pdf").exists()


def test_a_report_that_cannot_be_made_again_fails(repository: Repository) -> None:
    """None of its runs is of the study any more: it is said in the comment, and is no success."""
    repository.change("lr: 0.1", "lr: 0.11")
    assert repository.act(profile="", stale="allow") == 1, repository.log
    assert "specs/one.yaml, profile full: no report can be made of it, see the log." in repository.comment
    assert "A report cannot be made again" in repository.log


def test_a_changed_claim_is_told_word_by_word(repository: Repository) -> None:
    """Registered too: amended after the results."""
    repository.change("claim: b is better.", "claim: b is far better, says @everyone.")
    assert repository.act(profile="") == 1, repository.log
    assert "| better\\_as\\_changed | exploratory |" in repository.comment
    assert f"claim changed: hypotheses.better.claim: b is better. {TO} b is far better" in repository.comment


def test_a_broken_study_is_said_with_its_place(repository: Repository) -> None:
    """Nothing is trained or rendered of it."""
    repository.change("margin: 0.01", "margin: -1")
    assert repository.act() == 1, repository.log
    assert "    specs/one.yaml:20:70: " in repository.comment
    assert "hypotheses.better.superiority.margin: must be" in repository.comment
    assert not [*(repository.root / "rendered").rglob("report.html")]


def test_what_is_current_passes_and_is_committed_where_told_to(repository: Repository, tmp_path: Path) -> None:
    """On main: what was made again is pushed; the second time there is nothing to push."""
    repository.change("title: A toy", "title: A toy # with a remark")
    assert repository.act(profile="") == 0, repository.log
    assert "Every report is current." in repository.comment
    assert "Nothing differs" in repository.comment
    _git(tmp_path, "clone", "--quiet", "--bare", str(repository.root), "origin")
    _git(repository.root, "remote", "add", "origin", str(tmp_path / "origin"))
    _git(repository.root, "push", "--quiet", "--set-upstream", "origin", "HEAD:main")
    [step] = [each for each in WORKFLOWS["reports"]["jobs"]["commit"]["steps"] if "run" in each]
    for said in ("Reports made again", "Every report was current."):
        assert repository.step(step, {}) == 0, repository.log
        assert said in repository.log + _git(tmp_path / "origin", "log", "-1", "--format=%s", "main")


class GitHub(BaseHTTPRequestHandler):
    """As much of its API as the comment takes."""

    pulls: ClassVar[list[dict[str, Any]]] = []
    comments: ClassVar[list[dict[str, Any]]] = []
    heads: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        """Answer with pull requests or comments, two a page."""
        path, asked = urlsplit(self.path), parse_qs(urlsplit(self.path).query)
        if path.path == "/repos/o/r/pulls":
            self.heads.append(asked["head"][0])
            self._answer(self.pulls)
        else:
            assert path.path == "/repos/o/r/issues/7/comments"
            start = 2 * int(asked["page"][0]) - 2
            self._answer(self.comments[start : start + 2])

    def do_POST(self) -> None:
        """Add a comment."""
        assert self.path == "/repos/o/r/issues/7/comments"
        self.comments.append({"id": 9, "user": {"login": "github-actions[bot]"}, **self._sent()})
        self._answer({})

    def do_PATCH(self) -> None:
        """Replace one."""
        assert self.path == "/repos/o/r/issues/comments/9"
        self.comments[-1] |= self._sent()
        self._answer({})

    def _sent(self) -> Any:  # noqa: ANN401  (JSON)
        assert self.headers["Authorization"] == "Bearer secret"
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, said: object) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def github() -> Iterator[str]:
    """Its address; a pull request from a fork is open, with two comments of which none is ours."""
    GitHub.pulls[:] = [{"number": 6, "head": {"sha": "old"}}, {"number": 7, "head": {"sha": "abc"}}]
    forged = {"id": 2, "user": {"login": "someone"}, "body": "<!-- bnreport -->\nforged"}
    GitHub.comments[:] = [{"id": 1, "user": {"login": "someone"}, "body": "Nice."}, forged]
    GitHub.heads.clear()
    server = HTTPServer(("127.0.0.1", 0), GitHub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_one_comment_is_replaced_on_each_push(repository: Repository, github: str, tmp_path: Path) -> None:
    """Found by what GitHub says of the run, never by what the build says; nobody is called; a long one is cut."""
    [step] = [each for each in WORKFLOWS["comment"]["jobs"]["comment"]["steps"] if "run" in each]
    event = {"head_repository": {"owner": {"login": "fork"}}, "head_branch": "a&b=c", "head_sha": "abc"}
    (tmp_path / "event.json").write_text(json.dumps({"workflow_run": event}))
    repository.environment |= {
        "GITHUB_API_URL": github,
        "GITHUB_REPOSITORY": "o/r",
        "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
    }
    text = repository.root / "comment.md"
    bodies = []
    evil = (
        "<img src=https://e.vil> [merge](https://e.vil) ![](x) &#64;me fixes #1 <!-- -->\n<details><summary>3</summary>"
    )
    for said in (evil, "first, @everyone", "@" * 59_999, f"<details>{'x' * 120_000}"):
        text.write_text(said)
        assert repository.step(step, {"github.token": "secret"}) == 0, repository.log
        bodies.append(GitHub.comments[-1]["body"])
    apart = "\N{ZERO WIDTH SPACE}"
    assert bodies[0] == (
        f"<!-- bnreport -->\n&lt;img src=https:{apart}//e.vil> [merge]\\(https:{apart}//e.vil) "
        "!\\[]\\(x) &amp;#64;me fixes \\#1 <!-- -->\n<details><summary>3</summary>\n\n</details>"
    )
    assert bodies[1] == f"<!-- bnreport -->\nfirst, @{apart}everyone"
    assert [each["id"] for each in GitHub.comments] == [1, 2, 9]
    assert bodies[3].endswith("x\n\n</details>\n\n(cut short: the artefact has all of it)")
    assert max(map(len, bodies)) < 65_536
    assert GitHub.heads == ["fork:a&b=c"] * 4
    GitHub.pulls[1]["head"]["sha"] = "newer"
    text.write_text("late")
    assert repository.step(step, {"github.token": "secret"}) == 1
    assert "late" not in GitHub.comments[-1]["body"]


def test_a_fork_can_run_nothing_with_rights() -> None:
    """What builds reads; what writes runs after it, on the default branch's text, and checks nothing out."""
    reports, comment = WORKFLOWS["reports"], WORKFLOWS["comment"]
    assert reports["permissions"] == {"contents": "read"}
    assert "permissions" not in reports["jobs"]["reports"]
    assert (
        "secrets"
        not in (ROOT / ".github" / "workflows" / "reports.yml").read_text() + (ROOT / "action.yml").read_text()
    )
    assert reports["jobs"]["commit"]["if"].startswith(
        "github.event_name == 'workflow_dispatch' && github.ref == 'refs/heads/main'"
    )
    assert [*comment[True]] == ["workflow_run"]  # YAML's `on`
    assert [step["uses"] for step in comment["jobs"]["comment"]["steps"] if "uses" in step] == [
        "actions/download-artifact@v4"
    ]
    assert all("pull_request_target" not in str(each) for each in WORKFLOWS.values())


def test_hooks_call_commands_that_there_are(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """`check` with the files that were changed, `status` with none."""
    hooks = {each["id"]: each for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    assert {*hooks} == {"bnreport-check", "bnreport-status"}
    repository.change("margin: 0.01", "margin: -1")
    monkeypatch.chdir(repository.root)
    for hook in hooks.values():
        files = ["specs/one.yaml"] if hook.get("pass_filenames", True) else []
        assert re.search(hook["files"], "specs/one.yaml")
        done = CliRunner().invoke(app, [*hook["entry"].split()[1:], *files])
        assert done.exit_code == 1
        assert "hypotheses.better.superiority.margin" in done.output
