"""What a picture says beside its pixels: where it was taken, by whom, and in what words.

Sources: Exif 3.0 (4.6.7 GPS); XMP specification part 1; IPTC IIM 4.2 (records 2:80, 2:85, 2:120).
"""

import html
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, IptcImagePlugin

from datasets.reading.told.part import LARGEST_BYTES

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_GPS = 0x8825
_PLACE_KEYS = frozenset({2, 4})
_PEOPLE = {"author": 0x013B, "owner": 0xA430, "xpauthor": 0x9C9D}
_WORDS = {"description": 0x010E, "comment": 0x9286, "title": 0x9C9B, "note": 0x9C9C}
_IPTC_PEOPLE = ((2, 80), (2, 85), (2, 122))
_IPTC_WORDS = ((2, 5), (2, 105), (2, 116), (2, 120))
_PACKET = re.compile(rb"<x:xmpmeta\b(?:(?!<x:xmpmeta\b).)*?</x:xmpmeta>", re.DOTALL)
_XMP_PLACE = re.compile(r"\bexif:GPSL(?:ati|ongi)tude\b")
_XMP_PEOPLE = re.compile(
    r"<(dc:creator|photoshop:AuthorsPosition|Iptc4xmpExt:PersonInImage)\b(?:(?!<\1\b).)*?</\1>"
    r"|\b(?:photoshop:Credit|aux:OwnerName|xmpRights:Owner)=\"([^\"]+)\"",
    re.DOTALL,
)
_XMP_WORDS = re.compile(r"<(dc:description|dc:title|dc:subject)\b(?:(?!<\1\b).)*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_FAULTS = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class PictureTold:
    """What a picture says of itself.

    Attributes:
        place: It says where it was taken.
        people: Who took it, owns it or is seen on it.
        words: Titles, captions and comments.
    """

    place: bool = False
    people: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def leads_to_people(self) -> bool:
        """Whether someone may be found by it."""
        return self.place or bool(self.people)


def told_by_picture(path: Path) -> PictureTold:
    """Read what a picture says of itself; its pixels stay packed."""
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    place, people, words = False, list[str](), list[str]()
    try:
        with Image.open(path, formats=_FORMATS) as opened:
            exif = opened.getexif()
            place = bool(_PLACE_KEYS & set(exif.get_ifd(_GPS)))
            deep = {**exif, **exif.get_ifd(0x8769)}
            people += _texts(deep.get(tag) for tag in _PEOPLE.values())
            words += _texts(deep.get(tag) for tag in _WORDS.values())
            iptc = IptcImagePlugin.getiptcinfo(opened) or {}
            people += _texts(iptc.get(record) for record in _IPTC_PEOPLE)
            words += _texts(iptc.get(record) for record in _IPTC_WORDS)
            words += _texts([opened.info.get("comment")])
            words += _texts(getattr(opened, "text", {}).values())
    except (*_FAULTS, Image.DecompressionBombError):
        pass  # what is damaged still may hold a packet
    for packet in _packets(path):
        place = place or _XMP_PLACE.search(packet) is not None
        people += [_bare(found[0]) or found[2] for found in _XMP_PEOPLE.finditer(packet)]
        words += [_bare(found[0]) for found in _XMP_WORDS.finditer(packet)]
    return PictureTold(place, tuple(filter(None, people)), tuple(filter(None, words)))


def _packets(path: Path) -> Iterator[str]:
    with path.open("rb") as stream:
        content = stream.read(LARGEST_BYTES)
    for packet in _PACKET.findall(content):
        yield packet.decode(errors="replace")


def _texts(values: Iterable[Any]) -> list[str]:
    """Values of any type as texts; what is blank is left out."""
    found: list[str] = []
    for value in values:
        several = value if isinstance(value, list | tuple) else [value]
        for one in several:
            text = _decoded(one) if isinstance(one, bytes) else one if isinstance(one, str) else ""
            if text.strip("\0 ") and not text.startswith("<?xpacket"):
                found.append(text.strip("\0 "))
    return found


def _decoded(value: bytes) -> str:
    head = value[:8]
    if head in (b"ASCII\0\0\0", b"JIS\0\0\0\0\0", b"UNICODE\0", b"\0" * 8):
        value = value[8:]
        codec = "utf-16-le" if head == b"UNICODE\0" else "utf-8"
        return value.decode(codec, errors="replace")
    wide = len(value) > 3 and value[1::2].count(0) * 4 > len(value)
    for codec in ("utf-16-le",) if wide else ("utf-8", "cp932"):
        try:
            return value.decode(codec)
        except UnicodeDecodeError:
            continue
    return value.decode(errors="replace")


def _bare(markup: str) -> str:
    return html.unescape(" ".join(_TAG.sub(" ", markup).split()))
