"""A small sound study, and what `check` says about versions of it."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bnreport.errors import BnreportError
from bnreport.files import lock_path
from bnreport.study.entry import digest
from bnreport.study.load import StudyFile, check_document, load_study
from bnreport.study.lock import Signature, write_lock
from bnreport.study.yaml import parse, read_text

TEXT = """\
study: toy
title: A toy
seeds: {looks: [2], alpha: [0.05]}
experiments:
  net:
    recipe:
      dataset: digits
      model: {resnet_cifar: {depth: 8, width: 4}}
      optimizer: {sgd: {lr: 0.1}}
      steps: 10
    arms:
      a: {norm: none}
      b: {norm: {group: {groups: 2}}}
    probes:
      accuracy: {every: 5}
hypotheses:
  h1:
    claim: b beats a.
    superiority: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0.01}
    why_this_margin: Our choice.
profiles:
  smoke: {}
"""


def load(path: Path, profile: str | None = "smoke", overrides: Iterable[str] = ()) -> StudyFile:
    """Load a study whose profiles ask for no data."""
    return load_study(path, profile, overrides, path.parent)


@pytest.fixture
def text() -> str:
    """A sound study."""
    return TEXT


@pytest.fixture
def complaints(tmp_path: Path) -> Callable[..., list[str]]:
    """What is said about a study, line by line, the file's folder left out; nothing if it is sound."""

    def said(content: str | bytes, *overrides: str) -> list[str]:
        path = tmp_path / "x.yaml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        try:
            if overrides:
                load(path, overrides=overrides)
            else:
                check_document(parse(path, read_text(path)))
        except BnreportError as error:
            return str(error).replace(f"{tmp_path}/", "").splitlines()
        return []

    return said


@pytest.fixture
def lock() -> Callable[..., None]:
    """Lock a study as its file stands, at noon of New Year's Day or when it is said."""

    def write(
        spec: Path, now: datetime = datetime(2026, 1, 1, 12, tzinfo=UTC), why: str = "", *, amend: bool = False
    ) -> None:
        document = parse(spec, spec.read_text())
        signed = Signature(now, f"{now.hour:032x}", why)
        write_lock(spec, document.data, check_document(document), signed, amend=amend)

    return write


@pytest.fixture
def spec(tmp_path: Path, text: str, lock: Callable[..., None]) -> Path:
    """A sound study, locked."""
    path = tmp_path / "x.yaml"
    path.write_text(text)
    lock(path)
    return path


@pytest.fixture
def edit_lock(spec: Path) -> Callable[[Callable[[dict[str, Any]], object]], None]:
    """Change the first entry of the study's lock, and forge its digest."""

    def edit(change: Callable[[dict[str, Any]], object]) -> None:
        held = json.loads(lock_path(spec).read_text())
        change(held["entries"][0])
        held["entries"][0]["digest"] = digest(held["entries"][0])
        lock_path(spec).write_text(json.dumps(held))

    return edit


@pytest.fixture
def chain(spec: Path, text: str, lock: Callable[..., None]) -> Path:
    """A study locked, and amended twice."""
    for day, margin in enumerate(("0.02", "0.03"), 1):
        spec.write_text(text.replace("margin: 0.01", f"margin: {margin}"))
        lock(spec, datetime(2026, 1, 1 + day, 13, tzinfo=UTC), f"Margin {margin}.", amend=True)
    return spec
