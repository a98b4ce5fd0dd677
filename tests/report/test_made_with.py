"""What a report was made with, as digests."""

from pathlib import Path

import pytest

from bnreport.report import made_with
from bnreport.runs import keys


def test_names_and_contents_of_templates_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But for the starter study, which no report is made from."""
    monkeypatch.setattr(made_with, "templates", lambda: tmp_path)
    digest = made_with.templates_digest.__wrapped__
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
