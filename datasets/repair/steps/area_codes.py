"""Codes of local governments with six digits: 「07202」 → 「072028」, 「92011」 → 「092011」.

Source: 全国地方公共団体コード; check digit by the weights 6, 5, 4, 3, 2.
"""

import re
from collections.abc import Iterator

from datasets.kernel.messages import N_
from datasets.repair.cells import BLANKS, half_width
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.step import CellStep, Fit, Found, Seen

_HEADER = re.compile(r"(?:公共団体|市区町村|市町村|自治体|団体|都道府県)コ.?ド")
_SURE = re.compile(r"団体コ.?ド|都道府県コ.?ド又は市区町村コ.?ド")


def with_check_digit(text: str) -> str:
    """The code of five digits, or of four whose zero was lost, with its check digit."""
    plain = half_width(text.strip(BLANKS))
    if not plain.isdecimal() or len(plain) not in (4, 5):
        return text
    code = plain.zfill(5)
    return code + area_check_digit(code)


def with_leading_zero(text: str) -> str:
    """The code of six digits whose zero was lost; anything else as it is."""
    plain = half_width(text.strip(BLANKS))
    return f"0{plain}" if plain.isdecimal() and len(plain) == 5 else text


def area_code(text: str, lost: str) -> str:
    """The code with what it lost: its `zero`, or its `check` digit."""
    return with_leading_zero(text) if lost == "zero" else with_check_digit(text)


def area_check_digit(code: str) -> str:
    """The digit that proves the five before it."""
    total = sum(int(digit) * weight for digit, weight in zip(code, (6, 5, 4, 3, 2), strict=True))
    return str((11 - total % 11) % 10)


def is_area_code(text: str) -> bool:
    """Whether it is a code of six digits with the right check digit."""
    return len(text) == 6 and text.isdecimal() and text[5] == area_check_digit(text[:5])


def named_area_codes(facts: ColumnFacts) -> bool:
    """Whether a column is called so, and holds nothing but four to six digits."""
    digits = all(text.isdecimal() and 4 <= len(text) <= 6 for text in facts.told)
    return bool(facts.told) and _HEADER.search(facts.name) is not None and digits


def _found(seen: Seen) -> Iterator[Found]:
    for facts in seen.columns:
        short = [text for text in facts.told if len(text) < 6]
        if not named_area_codes(facts) or not short:
            continue
        lost, sure = _lost(facts, short)
        doubtful = not (sure and _SURE.search(facts.name))
        yield Found((facts.name,), {"lost": lost}, doubtful=doubtful)


def _lost(facts: ColumnFacts, short: list[str]) -> tuple[str, bool]:
    """What the short codes have lost, and whether that is sure."""
    padded = all(len(text) == 5 and is_area_code(f"0{text}") for text in short)
    checked = all(1 <= int(text.zfill(5)[:2]) <= 47 for text in short)
    if padded and (len(short) > 1 or not checked or any(map(is_area_code, facts.told))):
        return "zero", True
    return "check", checked and not padded


STEP = CellStep(
    name="area_codes",
    title=N_("Codes of local governments"),
    sentence=N_("Codes of local governments got their six digits in {count} cells."),
    mended=area_code,
    fits=lambda _: Fit.NO,
    found=_found,
)
