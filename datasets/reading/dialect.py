"""What separates the cells of a text table."""

import csv
import re
from collections import Counter

from datasets.kernel.messages import N_, Message
from datasets.reading.grounds import Grounds

_TRIED = (",", "\t", ";", "|")
_SAMPLE_RECORDS = 200
# what Excel reads as a hint in the first line
_HINT = re.compile(r'\ufeff?"?sep=([,;|\t])"?\r?\n', re.IGNORECASE)
_NAMES = {"\t": "TAB"}
_QUOTE_AFTER_BLANK = re.compile(r'[,;|] +"')
_QUOTE_AFTER_MARK = re.compile(r'[,;|]"')
_LEAST_LINES = 5
_GAP = re.compile(r"[ \u3000]+")
_SHARE_OF_LINES = 0.9
_LEAST_GAPS = 2


def follows_blank(sample: str) -> bool:
    """Whether quotation marks stand behind a blank, so that blanks after marks are no text."""
    return bool(_QUOTE_AFTER_BLANK.search(sample)) and not _QUOTE_AFTER_MARK.search(sample)


def is_spaced_out(lines: list[str]) -> bool:
    """Whether blanks hold columns apart: each line has the same number of gaps, and figures."""
    texts = [line.strip(" \u3000\r\n") for line in lines]
    told = [text for text in texts if text]
    if len(told) < _LEAST_LINES:
        return False
    gaps, count = Counter(len(_GAP.findall(text)) for text in told).most_common(1)[0]
    figures = sum(_GAP.split(text)[-1].replace(",", "").isdecimal() for text in told)
    enough = _SHARE_OF_LINES * len(told)
    return gaps >= _LEAST_GAPS and count >= enough and figures + 1 >= enough


def delimiter_of(sample: str, *, whole: bool) -> str:
    """The character between cells.

    A tab, semicolon or bar is taken only when nearly every record has the same number of them and
    commas do not separate: one semicolon inside a value never splits a column.

    Args:
        sample: The beginning of the text; its last line may be cut.
        whole: The sample is the whole text.
    """
    if hint := _HINT.match(sample):
        return hint[1]
    shares = {mark: _agreement(sample, mark, whole=whole) for mark in _TRIED}
    comma = shares[","]
    for mark in _TRIED[1:]:
        width, share = shares[mark]
        if width > 1 and share >= 0.8 and (comma[0] == 1 or share > comma[1]):
            return mark
    return ","


def delimiter_grounds(sample: str, mark: str, *, whole: bool) -> Grounds:
    """Why `mark` is what separates the cells."""
    width, share = _agreement(sample, mark, whole=whole)
    if width == 1:
        return Grounds(0.8, (Message(N_("No mark separates cells: there is one column")),))
    places = {"percent": round(100 * share), "width": width, "mark": _NAMES.get(mark, mark)}
    said = N_("{percent} in a hundred of the first rows have {width} cells between marks “{mark}”")
    return Grounds(round(0.5 + share / 2, 2), (Message(said, places),))


def _agreement(sample: str, mark: str, *, whole: bool) -> tuple[int, float]:
    """The most frequent number of cells, and the share of records that have it."""
    widths: list[int] = []
    try:
        for record in csv.reader(sample.splitlines(keepends=True), delimiter=mark):
            if any(record):
                widths.append(len(record))
            if len(widths) > _SAMPLE_RECORDS:
                break
    except csv.Error:
        return 1, 0.0
    if not whole and len(widths) > 1:
        widths.pop()
    if not widths:
        return 1, 0.0
    width, count = Counter(widths).most_common(1)[0]
    return width, count / len(widths)
