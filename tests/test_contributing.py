"""CONTRIBUTING names files that there are, and its examples pass what it says they must."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(python|diff)\n# (\S+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
CONTRACTS = {
    "tests/norms/test_contract.py": "root_mean_square",
    "tests/models/test_contract.py": "plain",
    "tests/probes/test_contract.py": "weight_norm",
    "tests/datasets/test_contract.py": "stripes",
    "tests/losses/test_contract.py": "log_cosh",
    "tests/schedules/test_schedules.py": "test_factors_are_sound and linear",
    "tests/inits/test_contract.py": "lecun",
    "tests/augmentations/test_contract.py": "cutout",
    "tests/hypotheses/test_contract.py": "recovery",
    "tests/golden": "recovery",
    "tests/figures/test_contract.py": "means",
    "tests/figures/test_request.py": "vain",
    "tests/report/sections/test_sections.py": "acknowledgements",
    "tests/cli/test_main.py": "readme",
    "tests/study/test_choice.py": "fields",
}
"""Where each example must pass, and by what it is found there."""


def test_names_files_that_there_are() -> None:
    """Every path in backquotes or behind a link exists; `x` stands for a part to come."""
    paths = re.findall(r"`([\w./-]+/[\w./-]*)`", TEXT) + re.findall(r"\]\(([\w./-]+)\)", TEXT)
    known = [path for path in paths if not re.search(r"(^|[/_])x([/.]|$)", path)]
    roots = (ROOT, ROOT / "bnreport")
    assert len(known) > 20
    assert [path for path in known if not any((root / path).exists() for root in roots)] == []


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of package and tests with every example added."""
    root = tmp_path_factory.mktemp("contributed")
    for name in ("bnreport", "tests", "templates"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "docs" / "examples", root, dirs_exist_ok=True)
    for language, path, text in BLOCKS:
        file = root / path
        if language == "python":
            file.write_text(text, encoding="utf-8")
            continue
        old, new = (
            "".join(line[1:] for line in text.splitlines(keepends=True) if line[0] in kept) for kept in (" ", " +")
        )
        held = file.read_text(encoding="utf-8")
        assert held.count(old) == 1, path
        file.write_text(held.replace(old, new), encoding="utf-8")
    return root


def test_examples_pass(copy: Path) -> None:
    """Each part of CONTRIBUTING does what its row says, as it stands there."""
    chosen = " or ".join(f"({words})" for words in CONTRACTS.values())
    command = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", *CONTRACTS, "-k", chosen]
    there = {**os.environ, "PYTHONPATH": str(copy)}
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False, env=there)  # noqa: S603  (ours)
    assert done.returncode == 0, done.stdout[-3000:]
    passed = [line for line in done.stdout.splitlines() if " PASSED " in line]
    for where, words in CONTRACTS.items():
        assert any(where in line and words.split()[-1] in line for line in passed), where
