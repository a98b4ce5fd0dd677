"""What a report was made from, as digests."""

from dataclasses import replace
from pathlib import Path

import pytest

from bnreport.registry import ArmName
from bnreport.report import made_from
from bnreport.results import Results
from bnreport.runs import keys
from tests.runs.conftest import run


def test_runs_are_told_apart_by_key_place_and_end() -> None:
    """In whatever order they come; what tunes an arm counts too."""
    one, two = run(1, 0), run(2, 1)
    held = Results({ArmName("e.a"): {0: one, 1: two}})
    same = Results({ArmName("e.a"): {1: two, 0: one}})
    others = [
        Results({ArmName("e.a"): {0: one}}),
        Results({ArmName("e.b"): {0: one, 1: two}}),
        Results({ArmName("e.a"): {0: one, 2: two}}),
        Results({ArmName("e.a"): {0: replace(one, key="f" * 64), 1: two}}),
        Results({ArmName("e.a"): {0: replace(one, finished_at="2027-01-01T00:00:00+00:00"), 1: two}}),
        Results({ArmName("e.a"): {0: one}}, {ArmName("e.a"): {1: two}}),
    ]
    assert made_from.runs_digest(held) == made_from.runs_digest(same)
    assert len({made_from.runs_digest(each) for each in (held, *others)}) == 1 + len(others)


def test_names_and_contents_of_templates_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But for the starter study, which no report is made from."""
    monkeypatch.setattr(made_from, "templates", lambda: tmp_path)
    digest = made_from.templates_digest.__wrapped__
    (tmp_path / "sections").mkdir()
    seen = [digest()]
    for name, text in (("sections/a.html.j2", "x"), ("sections/a.html.j2", "y"), ("b.css", "y")):
        (tmp_path / name).write_text(text)
        seen.append(digest())
    assert len({*seen}) == 4
    (tmp_path / "study.yaml").write_text("study: x")
    assert digest() == seen[-1]


@pytest.mark.parametrize("part", ["judge/a.py", "report/sections/a.py", "formatting.py", "study/a.py"])
def test_code_that_judges_or_words_counts_and_comments_do_not(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in keys: a docstring makes no report stale, another number does; so does what such code imports."""
    root = tmp_path / "bnreport"
    for name in ("judge/a.py", "report/sections/a.py", "formatting.py", "study/a.py", "training/a.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("from bnreport.study import a\nONE = 1\n" if name == "judge/a.py" else "ONE = 1\n")
    monkeypatch.setattr(keys, "PACKAGE", root)

    def digest() -> str:
        keys._file_digest.cache_clear()
        keys._imports.cache_clear()
        return keys.report_digest()

    before = digest()
    path = root / part
    path.write_text(f'"""A docstring."""\n{path.read_text()}# a remark\n')
    (root / "training/a.py").write_text("ONE = 2\n")
    assert digest() == before
    path.write_text(path.read_text().replace("1", "2"))
    assert digest() != before
