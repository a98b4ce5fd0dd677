"""Image files become arrays, or one line says which cannot."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFile
from torchvision.datasets import ImageFolder

from bnreport.datasets.shared import images
from bnreport.datasets.shared.cache import load
from bnreport.errors import DataError
from tests.datasets.conftest import digest, pack


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


def test_an_absurd_size_decoded_is_refused(pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor may its images in memory."""
    monkeypatch.setattr(images, "MOST_BYTES", 1000)
    with pytest.raises(DataError, match=r"18 images of 6x5 in .* make more than"):
        digest(pictures, tmp_path / "cache")
