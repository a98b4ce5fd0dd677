"""What is compared."""

from tests.report.diff.pairs import facts_of, side
from tests.report.synthesis.known import claim


def test_a_side_knows_its_study() -> None:
    """As asked for and as judged; its name has the profile."""
    held, facts = side({"it": claim("supported")}), facts_of({"it": claim("supported")})
    assert held.name == "one:p"
    assert (held.asked, held.judged) == (facts.file.study, facts.study)
    assert [each.verdict for each in held.document.verdicts] == ["supported"]
