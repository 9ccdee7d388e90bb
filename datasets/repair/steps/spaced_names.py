"""Names spaced out to look wide: 「新 神 戸」, 「北　　区」 → 「新神戸」, 「北区」."""

import re

from datasets.kernel.messages import N_
from datasets.repair.column_facts import ColumnFacts
from datasets.repair.step import CellStep, Fit

_PERSON = re.compile(r"氏名|名前|代表|担当|責任者|管理者|姓|申請者|作者")
SPACED_NAME = re.compile(
    r"[ 　]*[一-鿿々ぁ-ヿ](?:[ 　]+[一-鿿々ぁ-ヿ]){2,}[ 　]*"
    r"|[ 　]*[一-鿿々](?:[ 　]{2,}[一-鿿々]|[ 　][都道府県市区町村郡計数])[ 　]*"
)


def unspaced_name(text: str) -> str:
    """Single characters without the spaces between them; anything else as it is."""
    if not SPACED_NAME.fullmatch(text):
        return text
    return text.replace(" ", "").replace("\u3000", "")


def _fits(facts: ColumnFacts) -> Fit | bool:
    return facts.has(" 　") and not _PERSON.search(facts.name) and facts.any(SPACED_NAME.fullmatch)


STEP = CellStep(
    name="spaced_names",
    title=N_("Names spaced out"),
    sentence=N_("Spaces inside names that were spaced out were removed from {count} cells."),
    mended=unspaced_name,
    fits=_fits,
)
