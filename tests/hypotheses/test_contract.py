"""What holds for every kind of hypothesis."""

import pytest

from bnreport.hypotheses import registry


@pytest.mark.parametrize("name", registry.names)
def test_explains_itself(name: str) -> None:
    """Every kind has a summary, a source, and a sentence for every option."""
    entry = registry[name]
    assert entry.summary
    assert entry.source
    assert all(field.description for field in entry.options.model_fields.values())
