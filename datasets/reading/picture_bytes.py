"""Where a picture ends in its file, and how many bytes hang on behind.

Sources: ISO/IEC 10918-1 (JPEG) annex B; PNG third edition, 5; RFC 9649 (WebP).
"""

import struct
from pathlib import Path

_ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "BMP": "bmp", "TIFF": "tif"}
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})


def ending_of(format_: str) -> str:
    """The ending of files in a format of Pillow's."""
    return _ENDINGS[format_]


def bytes_behind(path: Path, format_: str) -> int:
    """How many bytes stand behind the end of the picture; 0 where that is not known."""
    content = path.read_bytes()
    finders = {"JPEG": _end_of_jpeg, "PNG": _end_of_png, "WEBP": _end_of_webp}
    finder = finders.get(format_)
    if finder is None:
        return 0
    try:
        return max(0, len(content) - finder(content))
    except (IndexError, struct.error):
        return 0


def _end_of_jpeg(content: bytes) -> int:
    at = 2
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            return len(content)
        marker = content[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker == 0xFF:
            at += 1
        elif marker == 0 or marker in _ALONE:
            at += 2
        else:
            at += 2 + struct.unpack_from(">H", content, at + 2)[0]


def _end_of_png(content: bytes) -> int:
    at = 8
    while content[at + 4 : at + 8] != b"IEND":
        at += 12 + struct.unpack_from(">I", content, at)[0]
    return at + 12


def _end_of_webp(content: bytes) -> int:
    size = int(struct.unpack_from("<I", content, 4)[0])
    return 8 + size + size % 2
