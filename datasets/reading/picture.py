"""A stranger's picture made anew: nothing of the old file is kept but its pixels.

Place, time, serial numbers, thumbnails and whatever hangs on behind are left out; a turned photo
is turned. Runs in the limited child process only.
"""

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from datasets.kernel.errors import TooLarge, UnreadableFile
from datasets.kernel.messages import N_, Message
from datasets.reading.defect import Defect
from datasets.reading.picture_bytes import bytes_behind, ending_of

MOST_PIXELS = 50_000_000
MOST_SIDE = 20_000
LARGEST_SIDE = 4_096
_FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "png", "BMP": "png", "TIFF": "png"}
_WRITTEN = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
_TOLD = frozenset({"exif", "xmp", "photoshop", "comment", "XML:com.adobe.xmp"})
_GEO_KEYS = 34735
_FAULTS = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was made anew.

    Attributes:
        format: jpg, png or webp; tif for a map's raster, which is kept as it came.
        source: Likewise of the file as it came: jpg, png, webp, gif, bmp or tif.
        path: Where the copy lies; None where there is none.
    """

    format: str
    source: str
    path: Path | None
    defects: tuple[Defect, ...]


def made_anew(path: Path, folder: Path) -> Picture:
    """Write a copy of a picture that holds nothing but what is seen.

    Args:
        path: The bytes as they came.
        folder: Where the copy is written.

    Raises:
        UnreadableFile: E_IMAGE if it is damaged or none that is known.
        TooLarge: E_PIXELS, before anything is unpacked.
    """
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(path, formats=tuple(_FORMATS)) as opened:
            return _copied(opened, path, folder)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except _FAULTS as error:
        raise UnreadableFile(
            N_("The picture is damaged or cut off. Save it again as JPEG or PNG."),
            detail_code="E_IMAGE",
        ) from error


def _copied(opened: Image.Image, path: Path, folder: Path) -> Picture:
    if opened.width * opened.height > MOST_PIXELS or max(opened.size) > MOST_SIDE:
        raise _too_many_pixels()
    if opened.format == "TIFF" and _GEO_KEYS in dict(getattr(opened, "tag_v2", {})):
        return Picture("tif", "tif", None, ())
    source = str(opened.format)
    format_ = _FORMATS[source]
    is_large = max(opened.size) > LARGEST_SIDE
    opened.draft(None, (LARGEST_SIDE, LARGEST_SIDE))  # a large JPEG need not be unpacked in full
    opened.load()
    told = {*_TOLD & set(opened.info), *getattr(opened, "text", ())}
    # a TIFF is made of tags: there they say no more than how it is stored
    told |= {"exif"} if source != "TIFF" and len(opened.getexif()) else set()
    picture = _seen(opened)
    copy = folder / f"copy.{format_}"
    _write(picture, copy, format_)
    behind = bytes_behind(path, source)
    is_other = format_ != ending_of(source)
    defects = _defects(len(told), behind, is_other=is_other, is_large=is_large)
    return Picture(format_, ending_of(source), copy, tuple(defects))


def _seen(opened: Image.Image) -> Image.Image:
    """The pixels the right way up, in plain colours, and not larger than a screen shows."""
    turned = ImageOps.exif_transpose(opened)
    profile = opened.info.get("icc_profile")
    if profile and turned.mode in ("RGB", "CMYK", "L"):
        turned = _plain_colours(turned, profile)
    if turned.mode not in ("L", "LA", "P", "RGB", "RGBA", "1"):
        turned = turned.convert("RGB")
    if max(turned.size) > LARGEST_SIDE:
        turned = turned.convert("RGBA" if turned.mode == "P" else turned.mode)
        turned.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new(turned.mode, turned.size)
    if turned.mode == "P" and turned.palette is not None:
        bare.putpalette(turned.palette)
    bare.paste(turned)
    if "transparency" in turned.info:
        bare.info["transparency"] = turned.info["transparency"]
    return bare


def _plain_colours(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        changed = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError):
        return picture
    return changed or picture


def _write(picture: Image.Image, copy: Path, format_: str) -> None:
    if format_ == "jpg":
        if picture.mode not in ("L", "RGB"):
            picture = picture.convert("RGB")
        picture.save(copy, "JPEG", quality=90, exif=b"", icc_profile=b"")
    else:
        picture.save(copy, _WRITTEN[format_])


def _defects(told: int, behind: int, *, is_other: bool, is_large: bool) -> list[Defect]:
    found = []
    if told:
        said = N_("The picture told where, when or with what it was taken; the copy does not")
        found.append(Defect("R_EXIF", told, Message(said)))
    if behind:
        said = N_("{count} bytes behind the picture were left out")
        found.append(Defect("R_REENCODED", 1, Message(said, {"count": behind})))
    elif is_large:
        said = N_("The picture was made smaller: it has {side} pixels each way at most")
        found.append(Defect("R_REENCODED", 1, Message(said, {"side": LARGEST_SIDE})))
    elif is_other:
        said = N_("The picture was saved anew as PNG")
        found.append(Defect("R_REENCODED", 1, Message(said)))
    return found


def _too_many_pixels() -> TooLarge:
    return TooLarge(
        N_("The picture has too many pixels. Make it smaller than {limit} million."),
        limit=MOST_PIXELS // 1_000_000,
        detail_code="E_PIXELS",
    )
