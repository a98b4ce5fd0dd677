"""Tests lie where what they test lies: tests/x/test_y.py is about bnreport/x/y.py."""

from pathlib import Path

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "bnreport"
APART = {
    "benchmarks",  # they lie beside the package
    "browser",  # the page as a browser shows it
    "faults",  # processes killed, disks full, files damaged
    "gpu",  # what needs a GPU, of any module
    "golden",  # whole studies with known answers
    "oracles",  # the same numbers from other programs
    "packaging",  # the wheel, installed
    "simulations",  # how often verdicts are false
    "workflows",  # what CI runs
    "test_agents.py",
    "test_contributing.py",
    "test_layout.py",
    "cli/test_cases.py",  # studies that were once answered wrongly
    "judge/test_verdicts_in_windows.py",  # with test_verdicts.py, which is long without it
    "judge/test_verdicts_of_runs.py",
    "study/test_mistakes.py",  # of whole studies, whichever module finds them
    "study/test_properties.py",
    "study/checks/test_properties.py",
}
"""Folders and files that are about no single module; test_contract.py is about every plug-in of its folder."""


def _mirrors(file: Path) -> bool:
    """Tell whether a file of tests is named after a module, or after the package that its folder mirrors."""
    folder, name = PACKAGE / file.parent, file.stem.removeprefix("test_")
    modules = (folder / f"{name}.py", folder / f"_{name}.py")
    return any(map(Path.is_file, modules)) or (name in {folder.name, "contract"} and (folder / "__init__.py").is_file())


def test_every_file_of_tests_is_named_after_what_it_tests() -> None:
    """A theme is no place to look for a test; and an exception that is gone is none."""
    files = [path.relative_to(TESTS) for path in TESTS.rglob("test_*.py")]
    strays = {file.as_posix() for file in files if not _mirrors(file)}
    assert {file for file in strays if not {file, file.partition("/")[0]} & APART} == set()
    assert {name for name in APART if name.endswith(".py") and not (TESTS / name).exists()} == set()
