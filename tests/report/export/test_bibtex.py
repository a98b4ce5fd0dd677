"""`references.bib`."""

import re
from dataclasses import replace
from importlib import import_module

import pytest

from bnreport.cli.list import KINDS
from bnreport.report.export.bibtex import NAME, Entry, entries, export, keys_of, works
from bnreport.report.facts import Facts


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (
            "Holm (1979), Scandinavian Journal of Statistics 6, 65-70.",
            [
                Entry("article", {
                    "author": "Holm", "year": "1979", "journal": "Scandinavian Journal of Statistics", "volume": "6",
                    "pages": "65--70",
                }),
            ],
        ),
        (
            "Ba, Kiros & Hinton (2016), arXiv:1607.06450, eq. 3; on (c, h, w) as in Wu & He (2018), arXiv:1803.08494.",
            [
                Entry("misc", {
                    "author": "Ba and Kiros and Hinton", "year": "2016", "eprint": "1607.06450",
                    "archiveprefix": "arXiv",
                }),
                Entry("misc", {
                    "author": "Wu and He", "year": "2018", "eprint": "1803.08494", "archiveprefix": "arXiv",
                }),
            ],
        ),
        ("Robbins & Monro (1951); momentum.", [Entry("misc", {"author": "Robbins and Monro", "year": "1951"})]),
        ("PyTorch, `torch.nn.Linear`.", [Entry("misc", {"note": "PyTorch, `torch.nn.Linear`."})]),
        (
            "Alpaydin & Kaynak (1998), Digits, doi:10.24432/C50P49 (its test part).",
            [
                Entry("misc", {
                    "author": "Alpaydin and Kaynak", "year": "1998", "doi": "10.24432/C50P49",
                    "note": "Digits, doi:10.24432/C50P49 (its test part).",
                }),
            ],
        ),
    ],
)  # fmt: skip
def test_a_source_names_its_works(source: str, found: list[Entry]) -> None:
    """With authors, year and where it is; an equation in it is no part of the work."""
    assert [*works(source)] == found


def test_works_of_one_key_are_told_apart(facts: Facts) -> None:
    """The paper has its title and address, and is one entry with what cites it; two of an author and year are two."""
    held = entries(facts)
    assert held["santurkar2018"].fields["title"] == "How does batch normalization help optimization?"
    assert held["santurkar2018"].fields["url"] == "https://arxiv.org/abs/1805.11604v3"
    assert not [key for key in held if re.fullmatch("santurkar2018[a-z]", key)]
    assert keys_of("Holm (1979), Scandinavian Journal of Statistics 6, 65-70.", held) == ["holm1979"]
    assert keys_of("Holm (1979), Another Journal 7, 1-2.", held) == []


def test_another_work_of_the_same_year_has_a_letter(facts: Facts) -> None:
    """By its number in arXiv; a work without number or pages is the one that has its key."""
    assert facts.study.source is not None
    paper = {"paper": "Ioffe (2015), Another one", "url": "https://arxiv.org/abs/1599.00001"}
    study = facts.file.study.model_copy(update={"source": facts.study.source.model_copy(update=paper)})
    held = entries(Facts(replace(facts.file, study=study), facts.stored, facts.verdicts))
    assert [held[key].fields["eprint"] for key in ("ioffe2015", "ioffe2015b")] == ["1599.00001", "1502.03167"]
    assert keys_of("Ioffe & Szegedy (2015), arXiv:1502.03167, Algorithm 1.", held) == ["ioffe2015b"]
    assert keys_of("Robbins & Monro (1951); momentum.", held) == ["robbins1951"]


@pytest.mark.parametrize("study", ["facts", "hostile"])
def test_bibtex_can_read_it(study: str, request: pytest.FixtureRequest) -> None:
    """Entries with keys of letters and digits, a field a line, braces that balance in each."""
    text = export(request.getfixturevalue(study))[NAME].decode()
    blocks = text.strip().split("\n\n")
    keys = []
    for block in blocks:
        first, *fields, last = block.splitlines()
        keys += re.findall(r"@(?:misc|article){([a-z]+\d*[a-z]?),", first)
        assert all(re.fullmatch(r"  [a-z]+ = {.*},", field) for field in fields)
        assert all(field.count("{") == field.count("}") for field in fields)
        assert last == "}"
    assert len(keys) == len({*keys}) == len(blocks)


def test_every_plug_ins_source_can_be_cited() -> None:
    """Of each that names a year, authors and year are found; nothing is lost in a note."""
    for kind in KINDS:
        registry = import_module(f"bnreport.{kind}").registry
        for name in registry.names:
            source = registry[name].source.replace("`", "")
            if re.search(r"\(\d{4}\)", source):
                assert all("author" in work.fields and "year" in work.fields for work in works(source)), source
