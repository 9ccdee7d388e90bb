"""Patterns of personal data over many cells at once, however they are disguised.

Source: 通知カード及び個人番号 (平成26年総務省令第85号, article 5: the check digit); the numbers on
driving licences begin with the code of a public safety commission, 10 to 97.
"""

import re
from collections.abc import Sequence

import numpy as np
import re2

SEPARATOR = "\x1e"  # stands between cells; no pattern below can match across it

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\ufe63\u30fc\uff70\u2500\u2501"
_SPACES = "\t\u00a0\u3000\u200b"
FOLD = str.maketrans(
    "０１２３４５６７８９＠．＿＋（）" + _DASHES + _SPACES,
    "0123456789@._+()" + "-" * len(_DASHES) + " " * len(_SPACES),
)
"""One form for each digit, dash and blank, letter for letter."""

# Each shape twice: what it is, and coarser, without looking around: RE2 reads a million cells in a
# few hundredths of a second, and most columns end there.
_D = "[0-9０-９]"
_S = f"[ _＿{_DASHES}{_SPACES}-]{{0,2}}"
_GAP = f"[()（） 　.．{_DASHES}-]{{0,2}}"
_MARK = "[・/.．:／：]"
_KANA = "[あいうえかきくけこさすせそたちつてとなにぬねのはひふほまみむめもやゆよらりるれろわをん]"
_ROOM = "号室|アパート|マンション|ハイツ|コーポ|メゾン|レジデンス|ハイム|パレス|ヴィラ|ビレッジ|寮"


class Shape:
    """What to look for in cells.

    Args:
        fine: In folded text; decides.
        coarse: In text as it stands, for RE2; finds at least wherever `fine` does.
    """

    __slots__ = ("coarse", "fine")

    def __init__(self, fine: str, coarse: str) -> None:
        # folding makes a dash of the long vowel of アパート too
        self.fine = re.compile(fine.replace("ー", "[ー-]"))
        self.coarse = re2.compile(coarse.encode())


EMAIL = Shape(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}", "[@＠]")
MOBILE = Shape(
    r"(?<![0-9.])(?:0|\+81[- ]?(?:\(0\))?)[789]0"
    r"(?:[-( ]{0,2}[0-9]{4}[-) ]{0,2}|\.[0-9]{4}\.)[0-9]{4}(?![0-9])",
    "(?:^|[^0-9０-９.．])(?:[0０]|[+＋][8８][1１][ ()0（）０-]{0,4})[7-9７-９][0０]"
    f"{_GAP}{_D}{{4}}{_GAP}{_D}{{4}}",
)
TWELVE_DIGITS = Shape(
    r"(?<![0-9.])(?:[0-9](?:[- _]{0,2}[0-9]){11}|[0-9]{4}([・/.:])[0-9]{4}\1[0-9]{4})(?![0-9])",
    f"(?:^|[^0-9０-９.．])(?:{_D}(?:{_S}{_D}){{11}}|{_D}{{4}}{_MARK}{_D}{{4}}{_MARK}{_D}{{4}})"
    "(?:[^0-9０-９]|$)",
)
PLATE = Shape(
    rf"[一-龥ぁ-ん]{{1,4}} ?[0-9]{{2,3}}[A-Z]? ?{_KANA} ?"
    r"(?:[0-9]{2}-?[0-9]{2}|[・.]{1,3} ?[0-9]{1,3})(?![0-9])",
    f"{_D}{{2}}[A-ZＡ-Ｚ]?[ 　]?{_KANA}[ 　]?[・.．]{{0,3}}[ 　]?{_D}",
)
RESIDENCE_CARD = Shape(
    r"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{8}[A-Z]{2}(?![A-Za-z0-9])",
    f"[A-ZＡ-Ｚ]{{2}}{_D}{{8}}[A-ZＡ-Ｚ]{{2}}",
)
ACCOUNT = Shape(
    r"(?:普通|当座|貯蓄)(?:預金|口座)*[^0-9\x1e]{0,8}[0-9]{6,8}(?![0-9])",
    f"(?:普通|当座|貯蓄)[^0-9０-９\x1e]{{0,12}}{_D}{{6}}",
)
PASSPORT = Shape(
    r"(?:旅券|パスポート|[Pp]assport)[^0-9\x1e]{0,10}[A-Z]{2}[0-9]{7}(?![0-9])",
    f"(?:旅券|パスポート|[Pp]assport)[^\x1e]{{0,10}}{_D}{{7}}",
)
ROOM = Shape(
    rf"(?:{_ROOM})[^\x1e]{{0,12}}[0-9]{{2,4}}|[0-9]{{2,4}}号室",
    f"(?:{_ROOM})",
)
KIN = Shape(
    r"(?:長男|次男|二男|三男|長女|次女|二女|三女|同居の?(?:家族|親族|母|父|妻|夫|子)|同居家族|内縁|続柄|義母|義父|病名)",
    "男|女|同居|内縁|続柄|義母|義父|病名",
)

_WEIGHTS = np.array([6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], dtype=np.int64)
_LICENCE_WEIGHTS = np.array([5, 4, 3, 2, 7, 6, 5, 4, 3, 2], dtype=np.int64)
_NO_DIGITS = dict.fromkeys(map(ord, " -_・/.:"))


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

    def find(self, shape: Shape) -> Hits:
        """Cells in which a shape is."""
        return self._hits(shape.fine) if shape.coarse.search(self._bytes) else Hits()

    def may_hold(self, shape: Shape) -> bool:
        """Whether a closer look is worth it."""
        return shape.coarse.search(self._bytes) is not None

    def _hits(self, pattern: re.Pattern[str]) -> Hits:
        text = self._joined if self._joined.isascii() else self._joined.translate(FOLD)
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
    digits = bare_digits(texts)
    if not digits:
        return []
    table = _table(digits)
    rest = (table[:, :11] @ _WEIGHTS) % 11
    check = np.where(rest <= 1, 0, 11 - rest)
    return [text for text, valid in zip(digits, check == table[:, 11], strict=True) if valid]


def valid_licences(texts: Sequence[str]) -> list[str]:
    """Those that are made as the number of a driving licence is.

    Args:
        texts: As `valid_my_numbers` takes them.

    Returns:
        The digits of those whose eleventh is the check digit of the first ten and whose first
        two are the code of a commission.
    """
    digits = bare_digits(texts)
    if not digits:
        return []
    table = _table(digits)
    rest = (table[:, :10] @ _LICENCE_WEIGHTS) % 11
    check = np.where(rest <= 1, 0, 11 - rest)
    office = table[:, 0] * 10 + table[:, 1]
    valid = (check == table[:, 10]) & (office >= 10) & (office <= 97)
    return [text for text, is_valid in zip(digits, valid, strict=True) if is_valid]


def bare_digits(texts: Sequence[str]) -> list[str]:
    """Numbers without what parts their digits."""
    return [text.translate(_NO_DIGITS) for text in texts]


def _table(digits: Sequence[str]) -> np.ndarray:
    """One row a number, one digit a column."""
    return np.frombuffer("".join(digits).encode(), np.uint8).reshape(-1, 12).astype(np.int64) - 48
