"""What reading a file remarked, sorted into a few kinds, the most important first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from datasets.kernel.messages import N_
from portal.web.language import stored

_FAULTS = N_("To be put right at its source")
_CELLS = N_("Cells")
# in the order of what a reader may be misled by most
_KINDS: tuple[tuple[str, str], ...] = (
    (_FAULTS, ""),
    (
        N_("Rows of the table"),
        "W_NO_ROWS W_ROUND_COUNT W_TOTAL W_SECTION W_NUMBER_ROW W_BLANK_ROW W_NOTES W_FILL_DOWN",
    ),
    (
        N_("The shape of the table"),
        (
            "W_TRANSPOSED W_STACKED W_FORM W_WIDE W_REPEATED_GROUPS W_SAME_SHAPE W_MERGED W_CUBE"
            " W_ONE_COLUMN W_OFFSET W_TITLE W_UNIT W_NOTE_TITLE W_USED_RANGE W_EMPTY_COLUMN"
            " W_SPLIT_DATE W_LINKDATA W_CODE_LIST"
        ),
    ),
    (
        N_("Names of the columns"),
        (
            "W_NO_HEADER W_TEMPLATE W_HEADER_ASCII W_HEADER_BLANKS W_HEADER_BREAK W_HEADER_DATE"
            " W_HEADER_ERA W_HEADER_SIGNS W_HEADER_SPACED W_HEADER_TERM W_HEADER_UNCLEAR"
        ),
    ),
    (
        N_("Places on the map"),
        (
            "W_NO_PLACE W_EMPTY_POINT W_GEO_SWAPPED W_NULL_ISLAND W_SHARED_PLACE W_JOINED_POINT"
            " W_JOINED_PLACE W_NO_CRS W_AXES W_MIXED_GEOMETRY W_DMS"
        ),
    ),
    (_CELLS, ""),
    (
        N_("The file around the table"),
        (
            "W_DOC_METADATA W_CHART W_EXAMPLE_SHEET W_CONTENTS_SHEET W_MEMBER W_MEMBER_NAME"
            " W_ACTIVE_PDF W_ACTIVE_XML W_NOT_CP932 W_CUT_TEXT W_NO_ATTRIBUTES"
            " W_NO_PROPERTIES"
        ),
    ),
)
_KIND_OF = {code: kind for kind, codes in _KINDS for code in codes.split()}


@dataclass(frozen=True, slots=True)
class RemarkGroup:
    """Remarks of one kind.

    Attributes:
        places: All places that they are about.
        lines: A sentence each with its count and first places, the most frequent first.
        urgent: Whether they are faults that only the source can mend.
    """

    title: str
    places: int
    lines: tuple[str, ...]
    urgent: bool


def remark_groups(defects: Sequence[Mapping[str, Any]]) -> tuple[RemarkGroup, ...]:
    """What reading found and nobody mended, from `Defect` as JSON; each sentence once."""
    # what is marked R_ was mended and is told there
    left = [defect for defect in defects if not str(defect["code"]).startswith("R_")]
    by_kind: dict[str, dict[str, int]] = {kind: {} for kind, _codes in _KINDS}
    for defect in left:
        lines = by_kind[_kind(str(defect["code"]))]
        sentence = stored(dict(defect["where"]))
        lines[sentence] = max(int(defect["count"]), lines.get(sentence, 0))
    return tuple(
        RemarkGroup(
            title=str(_(kind)),
            places=sum(lines.values()),
            lines=tuple(sorted(lines, key=lambda line: -lines[line])),
            urgent=kind == _FAULTS,
        )
        for kind, lines in by_kind.items()
        if lines
    )


def _kind(code: str) -> str:
    return _FAULTS if code.startswith("E_") else _KIND_OF.get(code, _CELLS)
