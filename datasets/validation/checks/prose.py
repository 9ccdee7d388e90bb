"""Personal data in text that runs on: letters, lists as PDF, notes.

There are no columns to judge by, so words nearby take their place: a number is a My Number where
one of its names stands within three hundred letters, a name is a person's where it stands behind
「氏名」 and the like, or where rows of names stand beside birth dates, telephones or homes.
"""

import re
from collections.abc import Iterator, Sequence

from datasets.validation.checks import headers, judging, names, patterns
from datasets.validation.checks.kinds import PrivacyKind
from datasets.validation.checks.privacy import Place, PrivacyFinding
from datasets.validation.checks.scans import ColumnScan

LABEL = "（本文）"
NEAR = 300
_LEAST_ROWS = 3
_BLOCK_LINES = 20_000
_TWELVE = patterns.TWELVE_DIGITS.fine
_ERA = r"(?:明治|大正|昭和|平成|令和|[MTSHR])\.? ?(?:\d{1,2}|元)|(?:19|20)\d{2}"
_DAY = rf"(?:{_ERA}) ?[年.\-/] ?\d{{1,2}} ?[月.\-/] ?\d{{1,2}}日?"
_WHO = (
    r"(?:氏 ?名|お?名前|姓名|本名|(?:患者|世帯主|対象者|申請者|申込者|受給者|保護者|生徒|児童|園児"
    r"|本人|利用者|入所者|契約者|納税者|被保険者|滞納者|参加者|会員)(?:の?名前?|氏名)?)"
)
_NAMED = re.compile(
    rf"{_WHO}(?:\([^)]{{0,12}}\))?[ \t:|　]{{1,4}}"
    r"([一-龥々ヶ]{1,4}[ 　]?[一-龥々ぁ-んァ-ヶー]{1,5})"
)
_BORN = re.compile(
    rf"(?<!発)(?:生年月日|誕生日|出生日)(?:\([^)]{{0,12}}\))?[ \t:|　]{{0,4}}{_DAY}"
    rf"|{_DAY} ?生(?:まれ)?(?![一-龥])"
)
_HOME = re.compile(rf"(?:{headers.HOME.pattern}|現住所)[ \t:|　]{{1,4}}\S{{2,30}}\d")
_BESIDE = re.compile(rf"{_DAY}|0[789]0-?\d{{4}}-?\d{{4}}|号室|\d{{1,3}}歳|\d丁目\d|番地")
_WORD = re.compile(r"[一-龥々ヶ]{1,4}[ 　]?[一-龥々ぁ-んァ-ヶー]{1,5}")
_KINDS = frozenset(
    {
        PrivacyKind.MOBILE,
        PrivacyKind.EMAIL,
        PrivacyKind.PLATE,
        PrivacyKind.RESIDENCE_CARD,
        PrivacyKind.BANK_ACCOUNT,
        PrivacyKind.PASSPORT,
        PrivacyKind.REMARK,
    }
)


def scan_prose(
    lines: Sequence[str], place: Place, label: str = LABEL
) -> tuple[PrivacyFinding, ...]:
    """What lines of text hold; the first of each kind, with the numbers of its lines.

    Args:
        lines: n >= 0, none blank, in their order; a row of a table is one line.
        place: Where they stand.
        label: What the finding calls them.
    """
    folded = [headers.folded(line) for line in lines]
    found = dict(_by_words(folded))
    column = ColumnScan(label)
    for first in range(0, len(lines), _BLOCK_LINES):
        column.feed(folded[first : first + _BLOCK_LINES], first + 1)
    if judging.holds_my_numbers(column):
        found.setdefault(PrivacyKind.MY_NUMBER, column.rows[PrivacyKind.MY_NUMBER])
    beside = judging.Neighbours(tells_who=False, facilities=True, people=False)
    for kind in judging.kinds_of(column, beside):
        if kind in _KINDS:
            found.setdefault(kind, column.rows.get(kind, []))
    return tuple(
        place.finding(kind, _count(kind, rows, column), label, tuple(rows[:5]))
        for kind, rows in sorted(found.items(), key=lambda each: each[0] != PrivacyKind.MY_NUMBER)
    )


def _count(kind: PrivacyKind, rows: Sequence[int], column: ColumnScan) -> int:
    return max(len(rows), column.counts.get(kind, 0), 1)


def _by_words(lines: Sequence[str]) -> Iterator[tuple[PrivacyKind, list[int]]]:
    """What the words nearby tell, with the numbers of the lines from 1."""
    numbers = sorted(_my_numbers(lines))
    if numbers:
        yield PrivacyKind.MY_NUMBER, numbers
    named = [n for n, line in enumerate(lines, 1) if _names(line)]
    born = [n for n, line in enumerate(lines, 1) if _BORN.search(line)]
    homes = [n for n, line in enumerate(lines, 1) if _HOME.search(line)]
    rows = [n for n, line in enumerate(lines, 1) if _is_row(line)]
    if len(rows) < _LEAST_ROWS:
        rows = []
    if named or rows:
        yield PrivacyKind.PERSON, sorted({*named, *rows})
    if born:
        yield PrivacyKind.BIRTH_DATE, born
    if homes and named:
        yield PrivacyKind.HOME_ADDRESS, homes


def _my_numbers(lines: Sequence[str]) -> Iterator[int]:
    """Lines with a number made as a My Number is, near one of its names."""
    text = "\n".join(lines)
    hints = [hint.start() for hint in headers.MY_NUMBER.finditer(text)]
    if not hints:
        return
    for match in _TWELVE.finditer(text.translate(patterns.FOLD)):
        near = any(-NEAR <= match.start() - hint <= NEAR for hint in hints)
        if near and patterns.valid_my_numbers([match[0]]):
            yield text.count("\n", 0, match.start()) + 1


def _names(line: str) -> bool:
    return any(_is_name(found) for found in _NAMED.findall(line))


def _is_row(line: str) -> bool:
    """A name of a person beside what tells who it is."""
    if not _BESIDE.search(line):
        return False
    # 上野 公園 is no name: neither part may end as a place does
    return any(" " in word and _is_name(word.replace(" ", "")) for word in _WORD.findall(line))


def _is_name(text: str) -> bool:
    bare = text.replace(" ", "")
    return names.is_shaped(text) and bool(names.surname_of(bare))
