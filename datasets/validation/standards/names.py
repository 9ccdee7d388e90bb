"""When two headers are the same: width, dashes, brackets and spaces do not count, a slip may.

Source: headers of published municipal files and how they differ from the standard's.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from datasets.kernel.folding import fold

_MARKS = re.compile(
    r"[（(【\[<＜][^）)】\]>＞]{0,4}(?:必須|任意|推奨)[^）)】\]>＞]{0,4}[）)】\]>＞]"
)
_NOT_SAID = re.compile(r"[\W_]+")
_BRACKETED = re.compile(r"[（(\[［【][^（(\[［【]*[）)\]］】]\s*$")
# two headers that differ in one of these mean two things
_TELLING = frozenset(
    "0123456789男女和洋緯経北東始終初末開閉入出内外有無上下曜年月日時分都道府県市区町村"
)
SHORTEST_WITH_SLIP = 4
_ORDINAL = re.compile(r"\s*(?:[(（]?\d{1,3}\s*[)）.．、:：]|[①-⑳㉑-㉟㊱-㊿])\s*(?=\S)")
_MOST = 0.6
_NEARLY_ALL = 0.8


@lru_cache(maxsize=8_192)
def key(header: str) -> str:
    """The header without what may differ between two spellings of it."""
    return _NOT_SAID.sub("", fold(_MARKS.sub("", header)))


def bare(header: str) -> str:
    """The key without a unit or remark in brackets at its end; empty if there is none."""
    cut = _BRACKETED.sub("", header)
    return key(cut) if cut != header else ""


def without_numbering(names: Sequence[str]) -> dict[str, str]:
    """Headers without what only their place in this table adds: 「1. 名称」, 「位置情報_緯度」.

    Returns:
        The plainer header of each that has one; none where only a few are written so.
    """
    plain: dict[str, str] = {}
    numbered = {name: _ORDINAL.sub("", name, count=1) for name in names if _ORDINAL.match(name)}
    if len(numbered) >= _MOST * len(names):
        plain.update(numbered)
    groups = [plain.get(name, name).partition("_") for name in names]
    runs = [prefix for prefix, _ in groupby(prefix if line else "" for prefix, line, _ in groups)]
    grouped = sum(bool(line and rest) for _, line, rest in groups)
    consecutive = len(set(runs)) == len(runs)
    if grouped >= _NEARLY_ALL * len(names) and consecutive and 2 * len(runs) <= len(names):
        plain.update(
            {name: rest for name, (_, line, rest) in zip(names, groups, strict=True) if line}
        )
    return plain


def most_edits(text: str) -> int:
    """How many letters may differ before a text is another text, >= 1."""
    return max(1, len(text) // 5)


def is_slip(one: str, other: str) -> bool:
    """Whether two keys differ by so little that one must be a slip of the other."""
    most = most_edits(max(one, other, key=len))
    if min(len(one), len(other)) < SHORTEST_WITH_SLIP or abs(len(one) - len(other)) > most:
        return False
    if len(set(one) ^ set(other)) > 2 * most:
        return False
    differing = (Counter(one) - Counter(other)) + (Counter(other) - Counter(one))
    if _TELLING & differing.keys():
        return False
    return _edits(one, other) <= most


def _edits(one: str, other: str) -> int:
    """Letters to add, drop or change to make one text of the other; after Levenshtein."""
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for at, against in enumerate(other, start=1):
            now.append(min(before[at] + 1, now[-1] + 1, before[at - 1] + (letter != against)))
        before = now
    return before[-1]
