"""The list of sections, their files and their templates are one."""

from importlib import import_module
from pathlib import Path

import pytest

from bnreport.report import sections
from bnreport.report.facts import Facts
from bnreport.report.html import templates
from bnreport.report.sections import APPENDIX, MAIN, PAPER, SUMMARY, gather_sections

ALL = [*MAIN, *APPENDIX]


def test_every_file_is_listed_once() -> None:
    """A file or a template that no list names would never be seen."""
    files = sorted(path.stem for path in Path(sections.__path__[0]).glob("[!_]*.py"))
    pages = sorted(path.name.partition(".")[0] for path in (templates() / "sections").iterdir())
    assert files == pages == sorted(ALL)


@pytest.mark.parametrize("name", ALL)
def test_each_has_a_title_of_its_own(name: str) -> None:
    """It is heading and link at once."""
    titles = [import_module(f"{sections.__name__}.{each}").TITLE for each in ALL]
    assert titles.count(import_module(f"{sections.__name__}.{name}").TITLE) == 1


def test_sections_come_in_the_order_of_the_list(facts: Facts) -> None:
    """All but those that have nothing to say: no probe of the known study has a figure."""
    assert [section.name for section in gather_sections(facts)] == [
        each for each in (*MAIN, *APPENDIX) if each != "measurements"
    ]


def test_what_paper_and_summary_have_are_sections() -> None:
    """The summary has nothing that the whole has not, and nothing of the appendix."""
    assert SUMMARY < PAPER < {*ALL}
    assert {*MAIN} >= SUMMARY
