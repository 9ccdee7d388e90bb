"""Japanese that was opened as if it were Western European: 「人口」 as äººå£.

Source: WHATWG Encoding, windows-1252, whose gaps stand for themselves.
"""

import re
from collections.abc import Iterable

_WESTERN = {
    byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)
}
_BYTES = {ord(sign): byte for byte, sign in _WESTERN.items()} | {n: n for n in range(0x100)}
_SUSPECT = re.compile(f"[{''.join(map(re.escape, _WESTERN.values()))}\u0080-\u00ff]")
_JAPANESE = re.compile("[\u3041-\u30fe\u4e00-\u9fff\uff66-\uff9f]")
# what the first bytes of kana and kanji are in cp932, and letters of Europe are not
_LEADS = re.compile(rb"[\x81-\x9f]")
_LEAST_SIGNS = 2
_MOST_CELLS = 2_000


def western_mojibake(cells: Iterable[str]) -> int:
    """Characters of texts that become Japanese once their letters are taken for bytes.

    Args:
        cells: Texts of one column.

    Returns:
        0 unless most of the texts with such letters do.
    """
    broken = total = found = 0
    for cell in cells:
        if len(_SUSPECT.findall(cell)) < _LEAST_SIGNS:
            continue
        total += 1
        if _is_japanese(cell):
            broken += 1
            found += len(_SUSPECT.findall(cell))
        if total == _MOST_CELLS:
            break
    return found if broken * 2 > total else 0


def _is_japanese(cell: str) -> bool:
    # a letter that was lost on the way is a question mark
    raw = bytes(_BYTES.get(ord(sign), 0x3F) for sign in cell)
    told = raw.decode("utf-8", "replace").replace("\ufffd", "")
    if len(_JAPANESE.findall(told)) * 6 >= len(_SUSPECT.findall(cell)):
        return True
    if not _LEADS.search(raw):
        return False
    try:
        return _JAPANESE.search(raw.decode("cp932")) is not None
    except UnicodeDecodeError:
        return False
