"""Folders and archives of images."""

import os
import tarfile
from pathlib import Path

import pytest
from PIL import Image

from bnreport.datasets.shared.cache import load, source
from bnreport.errors import DataError
from tests.datasets.conftest import digest, pack


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.tar.xz"])
@pytest.mark.parametrize("inside", [".", "pets"])
def test_an_archive_is_the_folder(name: str, inside: str, pictures: Path, tmp_path: Path) -> None:
    """Packed or not, under a folder or not, the same images have the same digest, and nothing is unpacked."""
    archive = pack(pictures, name, inside)
    assert digest(archive, tmp_path / "cache") == digest(pictures, tmp_path / "cache")
    assert sorted(path.name for path in pictures.parent.iterdir()) == sorted([name, "pets"])


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE])
def test_links_in_an_archive_are_refused(kind: bytes, pictures: Path, tmp_path: Path) -> None:
    """An image that is there as a link alone does not vanish without a word; in a folder links are followed."""
    archive = pack(pictures, "a.tar", ".")
    with tarfile.open(archive, "a") as file:
        member = tarfile.TarInfo("train/ant/again.png")
        member.type, member.linkname = kind, "train/ant/0.png"
        file.addfile(member)
    with pytest.raises(DataError, match=r"1 members of .*a\.tar are links, train/ant/again\.png the first"):
        digest(archive, tmp_path / "cache")


def test_a_path_may_start_at_home(pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`~` is the user's folder, not one of that name below the data; of an unknown user it is just a name."""
    monkeypatch.setenv("HOME", str(pictures.parent))
    found = load("image_folder", {"path": f"~/{pictures.name}"}, tmp_path / "data", tmp_path / "cache")
    assert found.digest == digest(pictures, tmp_path / "cache")
    assert not source("image_folder", {"path": "~nobody-of-that-name/x"}, tmp_path).local


def test_a_missing_folder_says_where_it_was_looked_for(tmp_path: Path) -> None:
    """The message names the place and the option that sets it."""
    assert not source("image_folder", {"path": "none"}, tmp_path).local
    with pytest.raises(DataError, match=rf"there is no {tmp_path}/none\..*--data DIR.*BNREPORT_DATA"):
        digest(tmp_path / "none", tmp_path / "cache")


def test_other_pixels_under_the_same_name_size_and_time_are_seen(pictures: Path, tmp_path: Path) -> None:
    """What a copy that keeps times, or a tool that sets them, leaves behind."""
    before = load("image_folder", {"path": str(pictures)}, tmp_path, tmp_path / "decoded").digest
    path = next(pictures.rglob("*.png"))
    with Image.open(path) as image:
        size, mode = image.size, image.mode
    for colour in ("black", "white"):
        state = path.stat()
        Image.new(mode, size, colour).save(path, compress_level=0)
        if colour == "white":
            assert path.stat().st_size == state.st_size
            os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
            assert path.stat().st_mtime_ns == state.st_mtime_ns
        found = load("image_folder", {"path": str(pictures)}, tmp_path, tmp_path / "decoded").digest
        assert found != before
        before = found
