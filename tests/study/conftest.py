"""A small sound study, and what `check` says about versions of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bnreport.errors import BnreportError
from bnreport.study.load import check_study, load_study

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
                load_study(path, "smoke", overrides)
            else:
                check_study(path)
        except BnreportError as error:
            return str(error).replace(f"{tmp_path}/", "").splitlines()
        return []

    return said
