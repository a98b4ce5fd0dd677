"""Files that are no study: hostile, broken or simply something else."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bnreport.errors import SpecError
from bnreport.study.yaml import parse, read_text, scalar

Say = Callable[..., list[str]]

LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", "x.yaml: is empty."),
        ("\n# only a comment\n", "x.yaml: is empty."),
        ("- 1\n", "x.yaml:1:1: a study is a mapping of names to values. Got [1]."),
        (LAUGHS, "expands to more than 100,000 values"),
        ("a: &a {b: *a}", "x.yaml:1:4: nested more than 40 deep, or an alias that holds itself."),
        ("a: *nope", "x.yaml:1:4: not YAML: found undefined alias 'nope'."),
        ("a:\n\tb: 3\n", "x.yaml:2:1: a tab stands here, where YAML wants spaces."),
        (b"a: b\nc: \xf6", "x.yaml:2: is not UTF-8 text: byte 8 is 0xf6. Save it as UTF-8."),
        ("study: toy".encode("utf-16"), "x.yaml:1: is not UTF-8 text"),
        (b"a: b\nc: d\0", "x.yaml:2:5: holds the character U+0000"),
        ("[" * 5000, "x.yaml: nested more than 40 deep."),
        ("a: " + "{b: " * 100 + "1" + "}" * 100, "nested more than 40 deep"),
        ("a: !!python/object/apply:os.system ['true']", "x.yaml:1:4: tags are not read here."),
        ("a: !mine {b: 1}", "x.yaml:1:4: tags are not read here. Got !mine. Remove it."),
        ("!!str a: 1", "x.yaml:1:1: tags are not read here."),
        ("a: &x {b: 1}\nc: {<<: *x}", "x.yaml:2:5: c: merge keys are not read here."),
        ("a: 1\n---\nb: 2\n", "x.yaml:2:1: a second document begins here."),
        ("? [a, b]\n: 1\n", "x.yaml:1:3: a key must be a name."),
        ('a: "\\ud800"', "x.yaml:1:4: a: holds half a character"),
        ("a: {b: 1\n", "x.yaml:2:1: not YAML: the bracket opened in line 1 is never closed. Close it."),
    ],
)
def test_what_is_no_study_ends_in_one_clear_line(complaints: Say, content: str | bytes, line: str) -> None:
    """Nothing hangs, nothing is executed, nothing is a traceback."""
    [said] = complaints(content)
    assert line in said


def test_duplicate_keys_are_all_named(complaints: Say) -> None:
    """Each repeated key points at its first place."""
    said = complaints("a: 1\na: 2\nb:\n  c: 1\n  c: 2\n")
    assert said == [
        "x.yaml:2:1: a: the key stands here a second time, after x.yaml:1:1. Remove one.",
        "x.yaml:5:3: b.c: the key stands here a second time, after x.yaml:4:3. Remove one.",
    ]


@pytest.mark.parametrize("mark", ["\ufeff", "---\n", "%YAML 1.2\n---\n"])
def test_a_mark_before_the_study_is_read_over(text: str, complaints: Say, mark: str) -> None:
    """A byte order mark, a document marker and a directive are no mistakes."""
    assert complaints(mark + text) == []


@pytest.mark.parametrize(
    ("plain", "value"),
    [
        ("1e-6", 1e-06),
        ("no", "no"),
        ("on", "on"),
        ("012", 12),
        ("0o17", "0o17"),
        ("1_0", "1_0"),
        ("12:30", "12:30"),
        (".5", 0.5),
        ("~", None),
        ("", None),
        ("True", True),
        ("1e3", 1000.0),
        ("2001-01-01", "2001-01-01"),
    ],
)
def test_plain_scalars_follow_the_core_schema(plain: str, value: object) -> None:
    """YAML 1.2's core schema, not PyYAML's 1.1; the type counts too."""
    assert (scalar(plain), type(scalar(plain))) == (value, type(value))


def test_quoted_scalars_are_text() -> None:
    """Quotes keep a number text."""
    assert parse(Path("x"), "a: '1'\nb: \"<<\"").data == {"a": "1", "b": "<<"}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nope.yaml", "no such file. `bnreport new FILE` writes a starter study."),
        (".", "is a folder. Name the YAML file in it."),
        ("pipe", "is a device or a pipe, not a file."),
        ("/dev/zero", "is a device or a pipe, not a file."),
        ("big.yaml", "is too large for a study. Got 50 MB; the limit is 1 MB."),
        ("small.yaml/x", "cannot be read: Not a directory."),
        ("loop", "cannot be read: "),
        ("x" * 300, "cannot be read: File name too long."),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices are POSIX's")
def test_what_is_no_file_is_not_read(tmp_path: Path, path: str, said: str) -> None:
    """A pipe and a device are refused before they can block."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "small.yaml").write_text("a: 1")
    (tmp_path / "loop").symlink_to("loop")
    with (tmp_path / "big.yaml").open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(SpecError) as caught:
        read_text(tmp_path / path)
    assert str(tmp_path / path) in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_says_so(tmp_path: Path) -> None:
    """Permissions are the user's to mend."""
    path = tmp_path / "x.yaml"
    path.touch(mode=0)
    with pytest.raises(SpecError, match="cannot be read: Permission denied"):
        read_text(path)
