"""`references.bib`: BibTeX of the paper and of what the references of the report name; keys such as holm1979."""

import re
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from bnreport.report.export.tex import escape
from bnreport.report.sections.references import gather

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.report.facts import Facts

NAME = "references.bib"
_WORD = r"[A-Z][\w'\u2019-]+"
_NAME = rf"{_WORD}(?: {_WORD})?"
_CITED = re.compile(
    rf"(?P<who>(?:{_NAME}, )*{_NAME}(?: & {_NAME}| et al\.)?) \((?P<year>\d{{4}})\)(?:, (?P<rest>[^;]*))?"
)
"""As plug-ins cite: `Wu & He (2018), arXiv:1803.08494, eq. 1`."""
_PAPER = re.compile(r"(?P<who>.+?),? \(?(?P<year>\d{4})\)?[,.:]? *(?P<rest>.*)", re.DOTALL)
"""As a study cites: authors, year, title or short form."""
_ARXIV = re.compile(r"arxiv(?::|\.org/(?:abs|pdf)/)([\w./-]+?)(?:\.pdf)?(?=[\s,;)]|\.?$)", re.IGNORECASE)
_DOI = re.compile(r"\bdoi:(\S+?)(?=[\s,;)]|\.?$)")
_JOURNAL = re.compile(r"(?P<journal>[^,]+?) (?P<volume>\d+), (?P<pages>\d+(?:-\d+)?)\b")


class Entry(NamedTuple):
    """One work."""

    kind: str
    """article or misc."""
    fields: dict[str, str]
    """As text, in the order of the file."""


def export(facts: "Facts") -> dict[str, bytes]:
    """Return the entries as a file, in the order in which the report names them."""
    return {NAME: "\n".join(_written(key, entry) for key, entry in entries(facts).items()).encode()}


def entries(facts: "Facts") -> dict[str, Entry]:
    """Return every work once, by its key; works of one name and year are told apart by a letter."""
    found: dict[str, Entry] = {}
    for entry in _cited(facts):
        first = key_of(entry.fields)
        for key in (first, *(f"{first}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")):
            if key not in found or _same(found[key], entry):
                found.setdefault(key, entry)
                break
    return found


def works(source: str) -> "Iterator[Entry]":
    """Yield every work that a plug-in names as its source; what cannot be told apart is one note."""
    cited = [*_CITED.finditer(source)] or [*filter(None, [_PAPER.match(source)])]
    for work in cited:
        yield _entry(work["who"], work["year"], work["rest"] or "")
    if not cited:
        yield Entry("misc", {"note": source})


def key_of(fields: "dict[str, str]") -> str:
    """Return the first word of who wrote it, or of what it says, and the year: letters and digits alone."""
    text = normalize("NFKD", fields.get("author", fields.get("note", "")))
    word = next(iter(re.findall(r"[a-z]+", text.lower().encode("ascii", "ignore").decode())), "work")
    return f"{word}{fields.get('year', '')}"


def _cited(facts: "Facts") -> "Iterator[Entry]":
    if source := facts.study.source:
        held = _PAPER.match(source.paper)
        author, year, title = held.groups() if held else (source.paper, "", "")
        entry = _entry(author, year, source.url)
        named = {"title": title} if title else {}
        yield Entry("misc", {"author": entry.fields["author"], **named, **entry.fields, "url": source.url})
    for reference in gather(facts).used:
        yield from works(reference.source)


def _entry(who: str, year: str, rest: str) -> Entry:
    """Read authors and place of publication; what stands in the work, such as an equation, is left out."""
    authors = " and ".join(re.split(r", | & ", who.replace(" et al.", ", others").removesuffix(",")))
    fields = {"author": authors, "year": year} if year else {"author": authors}
    if arxiv := _ARXIV.search(rest):
        return Entry("misc", {**fields, "eprint": arxiv[1], "archiveprefix": "arXiv"})
    if journal := _JOURNAL.match(rest):
        return Entry("article", fields | {name: held.replace("-", "--") for name, held in journal.groupdict().items()})
    if doi := _DOI.search(rest):
        fields["doi"] = doi[1]
    return Entry("misc", fields | ({"note": rest} if rest and not rest.startswith("http") else {}))


def _same(one: Entry, other: Entry) -> bool:
    """Tell whether two are one work: by its number or pages, where both have one."""
    by = ("eprint", "pages", "doi")
    return all(one.fields[name] == other.fields[name] for name in by if name in one.fields and name in other.fields)


def _written(key: str, entry: Entry) -> str:
    lines = [f"  {name} = {{{_value(name, text)}}},\n" for name, text in entry.fields.items() if text]
    return f"@{entry.kind}{{{key},\n{''.join(lines)}}}\n"


def _value(name: str, text: str) -> str:
    """Return a field; an author whose name has a digit is a body, and has no first name."""
    said = escape(text)
    return f"{{{said}}}" if name == "author" and re.search(r"\d", text) else said


def keys_of(source: str, held: "Mapping[str, Entry]") -> list[str]:
    """Return the keys by which a source's works can be cited."""
    return [
        key
        for work in works(source)
        for key, entry in held.items()
        if key.startswith(key_of(work.fields)) and _same(entry, work)
    ]
