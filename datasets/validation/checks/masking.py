"""What may be shown of a name that may hold somebody's data: the first row of a list without one.

Where a file has no header, its first record may stand for one, and a finding names columns.
"""

import re

from datasets.validation.checks import headers, names
from datasets.validation.checks.patterns import EMAIL

_LONG_NUMBER = re.compile(r"\d{3}(?=(?:[-_ ]{0,2}\d){4,})(?:[-_ ]{0,2}\d)+")
_WORD = re.compile(r"[一-龥々ヶ]{1,4}[ ・]?[一-龥々ぁ-んァ-ヶー]{1,5}")


def masked(label: str) -> str:
    """A column's or part's name with long numbers, addresses and people's names starred out."""
    text = headers.folded(label)
    bare = EMAIL.fine.sub("***@***", text)
    bare = _LONG_NUMBER.sub(lambda found: found[0][:3] + "***", bare)
    bare = _WORD.sub(_starred, bare)
    return label if bare == text else bare


def _starred(found: re.Match[str]) -> str:
    word = found[0]
    surname = names.surname_of(word.replace(" ", "").replace("・", ""))
    # 関係者 is nobody, however common the surname 関
    is_name = names.is_shaped(word) and (len(surname) > 1 or (surname and " " in word))
    return surname[0] + "***" if is_name else word
