"""Folders and archives of images."""

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFile
from torchvision.datasets import ImageFolder

from bnreport.datasets.shared import files, images
from bnreport.datasets.shared.cache import load, source
from bnreport.errors import DataError

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def digest(place: Path, cache: Path) -> str:
    """Return the content digest of a folder or archive."""
    return load("image_folder", {"path": place.name}, place.parent, cache).digest


def pack(folder: Path, name: str, inside: str) -> Path:
    """Put a folder in an archive, under another name."""
    place = folder.parent / name
    with tarfile.open(place, "w:" + name.rpartition(".")[2].removeprefix("tar")) as archive:
        archive.add(folder, inside)
    return place


def test_equals_torchvision(pictures: Path, tmp_path: Path) -> None:
    """Pixels, labels, order and classes are those of torchvision's ImageFolder."""
    ours = load("image_folder", {"path": str(pictures)}, Path("elsewhere"), tmp_path / "cache").arrays
    halves = ("train", ours.train_inputs, ours.train_targets), ("test", ours.test_inputs, ours.test_targets)
    for half, pictured, labels in halves:
        theirs = ImageFolder(str(pictures / half))
        assert list(ours.classes) == theirs.classes
        for (image, target), pixels, label in zip(theirs, pictured, labels, strict=True):
            assert np.array_equal(np.asarray(image), pixels.transpose(1, 2, 0))
            assert target == label


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.tar.xz"])
@pytest.mark.parametrize("inside", [".", "pets"])
def test_an_archive_is_the_folder(name: str, inside: str, pictures: Path, tmp_path: Path) -> None:
    """Packed or not, under a folder or not, the same images have the same digest, and nothing is unpacked."""
    archive = pack(pictures, name, inside)
    assert digest(archive, tmp_path / "cache") == digest(pictures, tmp_path / "cache")
    assert sorted(path.name for path in pictures.parent.iterdir()) == sorted([name, "pets"])


def test_hidden_folders_are_no_classes(pictures: Path, tmp_path: Path) -> None:
    """What a notebook, a file manager or version control leaves there changes nothing, packed or not."""
    before = digest(pictures, tmp_path / "cache")
    for hidden in ("train/.ipynb_checkpoints", "train/ant/.thumbnails", "test/.git/objects"):
        (pictures / hidden).mkdir(parents=True)
        (pictures / hidden / "x.png").write_bytes((pictures / "train" / "bee" / "0.png").read_bytes())
    assert digest(pictures, tmp_path / "cache") == before
    assert digest(pack(pictures, "a.tar", "pets"), tmp_path / "cache") == before


def test_a_path_may_start_at_home(pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`~` is the user's folder, not one of that name below the data; of an unknown user it is just a name."""
    monkeypatch.setenv("HOME", str(pictures.parent))
    found = load("image_folder", {"path": f"~/{pictures.name}"}, tmp_path / "data", tmp_path / "cache")
    assert found.digest == digest(pictures, tmp_path / "cache")
    assert not source("image_folder", {"path": "~nobody-of-that-name/x"}, tmp_path).local


def test_the_digest_sees_pixels_and_class_names(pictures: Path, tmp_path: Path) -> None:
    """One pixel or one class name makes it another data set."""
    digests = [digest(pictures, tmp_path / "cache")]
    path = pictures / "test" / "ant" / "1.png"
    pixels = np.array(Image.open(path))
    pixels[0, 0, 0] ^= 1
    Image.fromarray(pixels).save(path)
    digests.append(digest(pictures, tmp_path / "cache"))
    for half in ("train", "test"):
        (pictures / half / "cow").rename(pictures / half / "cows")
    digests.append(digest(pictures, tmp_path / "cache"))
    assert len(set(digests)) == 3


def test_only_regular_images_of_an_archive_are_read(pictures: Path, tmp_path: Path) -> None:
    """Links, devices, hidden files and other files change nothing."""
    archive = pack(pictures, "a.tar", ".")
    with tarfile.open(archive, "a") as file:
        for name, kind in (("x", tarfile.SYMTYPE), ("y", tarfile.LNKTYPE), ("z", tarfile.CHRTYPE)):
            member = tarfile.TarInfo(f"train/ant/{name}.png")
            member.type, member.linkname = kind, "train/ant/0.png"
            file.addfile(member)
        for name in ("train/ant/._0.png", "train/ant/notes.txt", "../../train/ant/out.png", "/etc/out.png"):
            member = tarfile.TarInfo(name)
            member.size = 3
            file.addfile(member, io.BytesIO(b"abc"))
    assert digest(archive, tmp_path / "cache") == digest(pictures, tmp_path / "cache")


def resize(folder: Path) -> None:
    """Let one image be larger."""
    Image.new("RGB", (7, 5)).save(folder / "train" / "bee" / "2.png")


def garble(folder: Path) -> None:
    """Let one image be none."""
    (folder / "test" / "bee" / "0.png").write_bytes(b"no image")


def cut(folder: Path) -> None:
    """Cut an image short."""
    path = folder / "test" / "bee" / "0.png"
    path.write_bytes(path.read_bytes()[:80])


def deepen(folder: Path) -> None:
    """Let one image have 16 bits, which RGB would cut off."""
    Image.fromarray(np.full((5, 6), 40000, dtype=np.uint16)).save(folder / "train" / "cow" / "0.png")


def loosen(folder: Path) -> None:
    """Put an image in no class."""
    Image.new("RGB", (6, 5)).save(folder / "train" / "loose.png")


def unclass(folder: Path) -> None:
    """Rename a class in one half."""
    (folder / "test" / "cow").rename(folder / "test" / "dog")


def untest(folder: Path) -> None:
    """Call the test half something else."""
    (folder / "test").rename(folder / "val")


def empty(folder: Path) -> None:
    """Have neither half."""
    untest(folder)
    (folder / "train").rename(folder / "other")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (resize, "train/bee/2.png in .* is 7x5 pixels but train/ant/0.png is 6x5"),
        (garble, "test/bee/0.png in .* cannot be read"),
        (cut, "test/bee/0.png in .* cannot be read"),
        (deepen, "train/cow/0.png in .* has more than 8 bits"),
        (loosen, "train/loose.png in .* lies in no class"),
        (unclass, "class 'cow' in .* has images in train/ but none in test/"),
        (untest, "has no images in test/"),
        (empty, "there are no images in"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_mistakes_are_one_line(  # noqa: PLR0913  (parameters and fixtures)
    spoil: Callable[[Path], None],
    message: str,
    *,
    packed: bool,
    pictures: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each names its first offender, in a folder and in an archive, and caches nothing."""
    spoil(pictures)
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint's import leaves it
    place = pack(pictures, "a.tar", "pets") if packed else pictures
    with pytest.raises(DataError, match=message) as caught:
        digest(place, tmp_path / "cache")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "cache").exists()


def test_a_link_to_nothing_is_named(pictures: Path, tmp_path: Path) -> None:
    """A dangling link is an unreadable image, not a crash."""
    (pictures / "train" / "ant" / "9.png").symlink_to("nowhere.png")
    with pytest.raises(DataError, match=r"train/ant/9.png in .* cannot be read: FileNotFoundError"):
        digest(pictures, tmp_path / "cache")


def test_a_missing_folder_says_where_it_was_looked_for(tmp_path: Path) -> None:
    """The message names the place and the option that sets it."""
    assert not source("image_folder", {"path": "none"}, tmp_path).local
    with pytest.raises(DataError, match=rf"there is no {tmp_path}/none\..*--data DIR.*BNREPORT_DATA"):
        digest(tmp_path / "none", tmp_path / "cache")


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.tar.xz"])
def test_an_archive_cut_short_is_refused(name: str, pictures: Path, tmp_path: Path) -> None:
    """Half a download is no data set."""
    archive = pack(pictures, name, ".")
    content = archive.read_bytes()
    archive.write_bytes(content[: len(content) * 2 // 3 + 50])
    with pytest.raises(DataError, match=r"a.tar.*cut short"):
        digest(archive, tmp_path / "cache")


def test_absurd_sizes_are_refused(pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither an archive nor a folder may exceed the limit."""
    monkeypatch.setattr(files, "MOST_BYTES", 1000)
    with pytest.raises(DataError, match="unpacks to more than"):
        digest(pack(pictures, "a.tar.xz", "."), tmp_path / "cache")
    monkeypatch.setattr(images, "MOST_BYTES", 1000)
    with pytest.raises(DataError, match=r"18 images of 6x5 in .* make more than"):
        digest(pictures, tmp_path / "cache")


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared CIFAR-10 archive is not beside this checkout")
def test_all_of_cifar10(tmp_path: Path) -> None:
    """The real archive: 5,000 and 1,000 images in each of ten classes."""
    arrays = load("image_folder", {"path": "cifar10-jpeg.tar.xz"}, SHARED, tmp_path).arrays
    assert arrays.train_inputs.shape == (50000, 3, 32, 32)
    assert np.bincount(arrays.train_targets).tolist() == [5000] * 10
    assert np.bincount(arrays.test_targets).tolist() == [1000] * 10
