"""Radicals that look like the kanji they stand for: 「⻲山」 → 「亀山」, 「⼀番」 → 「一番」."""

import re
import unicodedata

from datasets.kernel.messages import N_
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.step import CellStep, Fit

_RADICALS = "⺟⺠⻁⻄⻆⻑⻒⻘⻝⻣⻤⻨⻩⻫⻭⻯⻱⻲⻳"
_KANJI = "母民虎西角長長青食骨鬼麦黄斉歯竜亀亀亀"
RADICAL_KANJI = dict(zip(_RADICALS, _KANJI, strict=True))


RADICAL = re.compile("[\u2e80-\u2fdf]")


def kanji_for_radicals(text: str) -> str:
    """Radicals as the kanji they look like; nothing else changes."""
    return RADICAL.sub(
        lambda found: RADICAL_KANJI.get(found[0]) or unicodedata.normalize("NFKC", found[0]), text
    )


def _fits(facts: ColumnFacts) -> Fit | bool:
    return facts.radicals


STEP = CellStep(
    name="radicals",
    title=N_("Look-alike characters"),
    sentence=N_("Characters that only look like kanji were replaced in {count} cells."),
    mended=kanji_for_radicals,
    fits=_fits,
)
