"""Reading a `verdicts.json`."""

from pathlib import Path

import pytest

from bnreport.errors import StoreError
from bnreport.report.export.form import Document, read_document
from bnreport.report.export.verdicts import document, to_json
from bnreport.report.facts import Facts


def test_what_was_written_is_read(facts: Facts, tmp_path: Path) -> None:
    """Region ends that are not finite are None."""
    path = tmp_path / "verdicts.json"
    path.write_text(to_json(facts))
    held = read_document(path)
    assert held == Document.model_validate(document(facts))
    assert held.verdicts[0].region == (-0.02, None)
    assert [each.answer for each in held.questions] == ["supported", "inconclusive"]


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"study": 3}', "\ufffd"])
def test_what_is_none_is_one_line(text: str, tmp_path: Path) -> None:
    """Which names the file and says what writes it."""
    path = tmp_path / "verdicts.json"
    path.write_text(text)
    with pytest.raises(StoreError) as error:
        read_document(path)
    assert str(error.value).startswith(f"{path}: this is no verdicts.json of today (")
    assert "\n" not in str(error.value)
    path.unlink()
    with pytest.raises(StoreError, match="cannot be read: No such file"):
        read_document(path)
