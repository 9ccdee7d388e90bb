"""A stranger's picture made anew, inside the cell: nothing of the old file is kept but its pixels.

Imported only there: nothing else here may load the parser of images.
"""

import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from datasets.kernel.errors import TooLarge, UnreadableFile

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PIXELS = 40_000_000
MOST_SIDE = 12_000
SIZE = (640, 640)
SMALL_SIZE = (240, 240)
LARGEST_BYTES = 40_000
LARGEST_SMALL_BYTES = 12_000
SMALLEST_SIDE = 100
_QUALITIES = (82, 72, 60, 48, 36, 24, 12)


def make(path: str, folder: str) -> dict[str, Any]:
    """Encode a picture anew as two WebP files.

    Args:
        path: The bytes as they came.
        folder: Where `shown.webp` and `small.webp` are written.

    Returns:
        `width` and `height` of the one that is shown, in pixels.

    Raises:
        UnreadableFile: if it is no PNG, JPEG or WebP, or moves, or is tiny.
        TooLarge: if it has too many pixels.
    """
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        picture = _pixels(path)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise _no_picture() from error
    shown = _fitted(picture, SIZE)
    _write(shown, Path(folder) / "shown.webp", LARGEST_BYTES)
    _write(_fitted(picture, SMALL_SIZE), Path(folder) / "small.webp", LARGEST_SMALL_BYTES)
    return {"width": shown.width, "height": shown.height}


def _pixels(path: str) -> Image.Image:
    with Image.open(path, formats=FORMATS) as opened:
        if max(opened.size) > MOST_SIDE or opened.width * opened.height > MOST_PIXELS:
            raise _too_many_pixels()
        if min(opened.size) < SMALLEST_SIDE:
            raise UnreadableFile(
                "The picture is too small. Take one of at least {pixels} pixels each way.",
                pixels=SMALLEST_SIDE,
            )
        if getattr(opened, "n_frames", 1) > 1:
            raise UnreadableFile("The picture moves. Take a still picture of the screen.")
        opened.draft("RGB", (SIZE[0] * 2, SIZE[1] * 2))  # a JPEG need not be read in full
        turned = ImageOps.exif_transpose(opened)
        white = Image.new("RGB", turned.size, "white")
        layer = turned.convert("RGBA")
        white.paste(layer, mask=layer.getchannel("A"))
        return white


def _fitted(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    copy = picture.copy()
    copy.thumbnail(size, Image.Resampling.LANCZOS)
    return copy


def _write(picture: Image.Image, path: Path, most_bytes: int) -> None:
    for quality in _QUALITIES:
        picture.save(path, "WEBP", quality=quality, method=4, exif=b"", icc_profile=b"")
        if path.stat().st_size <= most_bytes:
            return
    half = (max(1, picture.width // 2), max(1, picture.height // 2))
    _write(picture.resize(half), path, most_bytes)


def _too_many_pixels() -> TooLarge:
    return TooLarge(
        "The picture has too many pixels. Make it at most {side} pixels wide and high.",
        side=6000,
    )


def _no_picture() -> UnreadableFile:
    return UnreadableFile(
        "This is not a picture that can be shown. Choose a PNG, JPEG or WebP file; "
        "a photo of the screen or a screenshot will do."
    )
