"""Patterns of personal data over many cells at once, however they are disguised.

Source: 通知カード及び個人番号 (平成26年総務省令第85号, article 5: the check digit).
"""

import re
from collections.abc import Sequence

import numpy as np
import re2

SEPARATOR = "\x1e"  # stands between cells; no pattern below can match across it

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\ufe63\u30fc\uff70\u2500\u2501"
_SPACES = "\t\u00a0\u3000\u200b"
_FOLD = str.maketrans(
    "０１２３４５６７８９＠．＿＋（）" + _DASHES + _SPACES,
    "0123456789@._+()" + "-" * len(_DASHES) + " " * len(_SPACES),
)

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_MOBILE = re.compile(
    r"(?<![0-9.])(?:0|\+81[- ]?(?:\(0\))?)[789]0[-( ]{0,2}[0-9]{4}[-) ]{0,2}[0-9]{4}(?![0-9])"
)
_TWELVE_DIGITS = re.compile(r"(?<![0-9.])[0-9](?:[- _]{0,2}[0-9]){11}(?![0-9])")

# The same, coarser and without looking around: RE2 reads a million cells in a few hundredths of a
# second, and most columns end here.
_D = "[0-9０-９]"
_S = f"[ _＿{_DASHES}{_SPACES}-]{{0,2}}"
_GAP = f"[()（） 　{_DASHES}-]{{0,2}}"
_COARSE_EMAIL = re2.compile("[@＠]".encode())
_COARSE_MOBILE = re2.compile(
    (
        "(?:^|[^0-9０-９.．])(?:[0０]|[+＋][8８][1１][ ()0（）０-]{0,4})[7-9７-９][0０]"
        f"{_GAP}{_D}{{4}}{_GAP}{_D}{{4}}"
    ).encode()
)
_COARSE_TWELVE = re2.compile(
    f"(?:^|[^0-9０-９.．]){_D}(?:{_S}{_D}){{11}}(?:[^0-9０-９]|$)".encode()
)

_WEIGHTS = np.array([6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], dtype=np.int64)


class Hits:
    """Cells of one chunk of a column in which one pattern was found.

    Attributes:
        cells: Positions of the cells, 0..n-1, ascending, each once.
        texts: What matched, folded; one cell may hold several.
    """

    __slots__ = ("cells", "texts")

    def __init__(self, cells: Sequence[int] = (), texts: Sequence[str] = ()) -> None:
        self.cells = cells
        self.texts = texts


class Cells:
    """One chunk of a column, joined so that it is searched in one go.

    Args:
        values: n >= 0 texts.
    """

    def __init__(self, values: Sequence[str]) -> None:
        self._values = values
        self._joined = SEPARATOR.join(values)
        self._bytes = self._joined.encode(errors="replace")

    def emails(self) -> Hits:
        """Cells with an e-mail address."""
        return self._hits(_EMAIL) if _COARSE_EMAIL.search(self._bytes) else Hits()

    def mobiles(self) -> Hits:
        """Cells with a mobile phone number."""
        return self._hits(_MOBILE) if _COARSE_MOBILE.search(self._bytes) else Hits()

    def twelve_digits(self) -> Hits:
        """Cells with exactly twelve digits in a row, perhaps parted by blanks or dashes."""
        return self._hits(_TWELVE_DIGITS) if _COARSE_TWELVE.search(self._bytes) else Hits()

    def _hits(self, pattern: re.Pattern[str]) -> Hits:
        text = self._joined if self._joined.isascii() else self._joined.translate(_FOLD)
        starts, texts = [], []
        for match in pattern.finditer(text):
            starts.append(match.start())
            texts.append(match.group())
        lengths = np.fromiter(map(len, self._values), np.int64, len(self._values))
        cells = np.searchsorted(np.cumsum(lengths + 1), np.array(starts, np.int64), side="right")
        return Hits(np.unique(cells).tolist(), texts)


def valid_my_numbers(texts: Sequence[str]) -> list[str]:
    """Those that are made as a My Number is.

    Args:
        texts: Twelve ASCII digits each, perhaps parted by blanks, dashes or underscores.

    Returns:
        The digits of those whose last one is the check digit of the others. One in ten of all
        numbers is such a one, so that a single one says nothing.
    """
    digits = [text.translate({ord(" "): None, ord("-"): None, ord("_"): None}) for text in texts]
    if not digits:
        return []
    table = np.frombuffer("".join(digits).encode(), np.uint8).reshape(-1, 12).astype(np.int64) - 48
    rest = (table[:, :11] @ _WEIGHTS) % 11
    check = np.where(rest <= 1, 0, 11 - rest)
    return [text for text, valid in zip(digits, check == table[:, 11], strict=True) if valid]
