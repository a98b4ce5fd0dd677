"""Image files become arrays."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile

from bnreport.datasets.shared.arrays import Arrays
from bnreport.datasets.shared.files import MOST_BYTES, Files
from bnreport.errors import DataError

_EIGHT_BIT = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr"})


def decode(files: Files, place: Path) -> Arrays:
    """Decode all images, in the order of their paths.

    Args:
        files: `train/<class>/...` and `test/<class>/...`.
        place: where they come from, for messages.

    Raises:
        DataError: a half is missing, classes differ, an image is unreadable or of another size.
    """
    train, test = (sorted(name.split("/") for name in files if name.startswith(half)) for half in ("train/", "test/"))
    classes = _classes(train, test, place)
    names = ["/".join(parts) for parts in train + test]
    labels = np.array([classes.index(parts[1]) for parts in train + test], dtype=np.int64)
    lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint's import switches it on: half an image would be grey pixels
    try:
        images = _pixels(files, names, place)
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    n = len(train)
    return Arrays(images[:n], labels[:n], images[n:], labels[n:], classes)


def _classes(train: Sequence[list[str]], test: Sequence[list[str]], place: Path) -> tuple[str, ...]:
    """Return the names of the classes, sorted; a class is the folder just inside `train` or `test`."""
    layout = "Expected train/<class>/*.png (or .jpg) and test/<class>/*.png."
    if not train and not test:
        raise DataError(f"image_folder: there are no images in {place}. {layout}")
    for half, parts in (("train", train), ("test", test)):
        if not parts:
            raise DataError(f"image_folder: {place} has no images in {half}/. {layout}")
        loose = next((part for part in parts if len(part) == 2), None)  # noqa: PLR2004  (half and file, no class)
        if loose:
            raise DataError(f"image_folder: {'/'.join(loose)} in {place} lies in no class's folder. {layout}")
    ours, theirs = {parts[1] for parts in train}, {parts[1] for parts in test}
    if ours != theirs:
        name = min(ours ^ theirs)
        has, lacks = ("train", "test") if name in ours else ("test", "train")
        raise DataError(
            f"image_folder: class {name!r} in {place} has images in {has}/ but none in {lacks}/. "
            "Both need the same classes: add the images or remove the class."
        )
    return tuple(sorted(ours))


def _pixels(files: Files, names: Sequence[str], place: Path) -> NDArray[np.uint8]:
    """Return all images as (n, 3, h, w)."""
    first = _read(files[names[0]], names[0], place)
    height, width, _ = first.shape
    if first.size * len(names) > MOST_BYTES:
        raise DataError(
            f"image_folder: {len(names)} images of {width}x{height} in {place} make more than "
            f"{MOST_BYTES / 2**30:.0f} GiB. Use smaller images or fewer."
        )
    images = np.empty((len(names), 3, height, width), dtype=np.uint8)
    for target, name in zip(images, names, strict=True):
        image = _read(files[name], name, place)
        if image.shape != first.shape:
            raise DataError(
                f"image_folder: {name} in {place} is {image.shape[1]}x{image.shape[0]} pixels but {names[0]} is "
                f"{width}x{height}. All images must have one size: resize or crop them."
            )
        target[:] = image.transpose(2, 0, 1)
    return images


def _read(file: bytes | str, name: str, place: Path) -> NDArray[np.uint8]:
    """Return one image as (h, w, 3), converted to RGB as torchvision's default loader does."""
    try:
        with Image.open(BytesIO(file) if isinstance(file, bytes) else file, formats=("JPEG", "PNG")) as image:
            if image.mode not in _EIGHT_BIT:
                raise DataError(
                    f"image_folder: {name} in {place} has more than 8 bits a channel (mode {image.mode}). Convert it."
                )
            return np.asarray(image.convert("RGB"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DataError(
            f"image_folder: {name} in {place} cannot be read: {type(error).__name__}. Replace or remove it."
        ) from error
