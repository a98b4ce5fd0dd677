"""Which files of a folder or an archive are images."""

import io
import tarfile
from pathlib import Path

import pytest

from bnreport.datasets.shared import files
from bnreport.errors import DataError
from tests.datasets.conftest import digest, pack


def test_hidden_folders_are_no_classes(pictures: Path, tmp_path: Path) -> None:
    """What a notebook, a file manager or version control leaves there changes nothing, packed or not."""
    before = digest(pictures, tmp_path / "cache")
    for hidden in ("train/.ipynb_checkpoints", "train/ant/.thumbnails", "test/.git/objects"):
        (pictures / hidden).mkdir(parents=True)
        (pictures / hidden / "x.png").write_bytes((pictures / "train" / "bee" / "0.png").read_bytes())
    assert digest(pictures, tmp_path / "cache") == before
    assert digest(pack(pictures, "a.tar", "pets"), tmp_path / "cache") == before


def test_only_regular_images_of_an_archive_are_read(pictures: Path, tmp_path: Path) -> None:
    """Devices, hidden files and other files change nothing."""
    archive = pack(pictures, "a.tar", ".")
    with tarfile.open(archive, "a") as file:
        device = tarfile.TarInfo("train/ant/z.png")
        device.type = tarfile.CHRTYPE
        file.addfile(device)
        for name in ("train/ant/._0.png", "train/ant/notes.txt", "../../train/ant/out.png", "/etc/out.png"):
            member = tarfile.TarInfo(name)
            member.size = 3
            file.addfile(member, io.BytesIO(b"abc"))
    assert digest(archive, tmp_path / "cache") == digest(pictures, tmp_path / "cache")


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.tar.xz"])
def test_an_archive_cut_short_is_refused(name: str, pictures: Path, tmp_path: Path) -> None:
    """Half a download is no data set."""
    archive = pack(pictures, name, ".")
    content = archive.read_bytes()
    archive.write_bytes(content[: len(content) * 2 // 3 + 50])
    with pytest.raises(DataError, match=r"a.tar.*cut short"):
        digest(archive, tmp_path / "cache")


def test_an_absurd_size_unpacked_is_refused(pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive may not exceed the limit."""
    monkeypatch.setattr(files, "MOST_BYTES", 1000)
    with pytest.raises(DataError, match="unpacks to more than"):
        digest(pack(pictures, "a.tar.xz", "."), tmp_path / "cache")
