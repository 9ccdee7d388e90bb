"""Whether a file was made so that machines can read it: the ministry's rules, one by one.

A rule is broken where reading or repair had to mend something. The published table keeps all of
them; what is told here is how the next file needs no mending.

Source: 総務省「統計表における機械判読可能なデータの表記方法の統一ルールの策定」 (2020).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasets.kernel.messages import N_, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What reading and repair found out about one table; no database needed.

    Attributes:
        header_row: Last header row, in records from 0; None without a header.
        repairs: `StepRecord` as JSON.
        defects: Codes that reading and repair met.
        has_text: Whether it came as text or in a workbook, not as records of a program.
    """

    header_row: int | None
    repairs: Sequence[Mapping[str, Any]]
    defects: frozenset[str] = frozenset()
    has_text: bool = True


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One rule.

    Attributes:
        code: Stable; part of the API.
        title: What the rule asks; a msgid.
        ok: Whether the file kept it.
        reason: What was met; else that nothing was.
    """

    code: str
    title: str
    ok: bool
    reason: Message


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule, and what shows that it was broken: steps of the repair, or codes of defects."""

    code: str
    title: str
    advice: str
    steps: frozenset[str] = frozenset()
    defects: frozenset[str] = frozenset()


def _rule(code: str, title: str, advice: str, steps: str = "", defects: str = "") -> _Rule:
    return _Rule(code, title, advice, frozenset(steps.split()), frozenset(defects.split()))


_HEADER = _rule(
    "header",
    N_("The names of the columns stand in the first row"),
    N_("Keep titles, units and dates out of the rows above the names, and use one row for names."),
)
_RULES = (
    _rule(
        "table",
        N_("A sheet holds one plain table"),
        N_("Put each table on a sheet of its own, one row for each record."),
        defects="W_FORM W_ONE_COLUMN E_RAGGED",
    ),
    _HEADER,
    _rule(
        "names",
        N_("Every column has a name of its own"),
        N_("Give every column a name of its own."),
        steps="header_names",
        defects="R_HEADER",
    ),
    _rule(
        "merged",
        N_("No cells are merged"),
        N_("Undo the merging and write the value into every cell."),
        steps="merged_cells",
    ),
    _rule(
        "omitted",
        N_("Nothing is left out because it is the same as above"),
        N_("Write the value in every row, even where it repeats."),
        steps="fill_down section_rows",
    ),
    _rule(
        "rows",
        N_("Under the names stand records only"),
        N_("Keep totals, notes and empty rows out of the table."),
        steps="notes_below repeated_headers totals likely_totals"
        " blank_rows blank_columns number_rows duplicates",
    ),
    _rule(
        "spaces",
        N_("Spaces do not arrange words"),
        N_("Take out the spaces before, after and between the letters of a word."),
        steps="blanks spaced_names",
    ),
    _rule(
        "one-fact",
        N_("A cell holds one fact"),
        N_("Use one column for each fact, and no line breaks."),
        steps="line_breaks split_places markup",
    ),
    _rule(
        "numbers",
        N_("Numbers are plain numbers"),
        N_("Write numbers in half-width digits without commas or marks."),
        steps="thousands full_width minus apostrophes",
        defects="W_ERROR_CELL",
    ),
    _rule(
        "units",
        N_("Units stand in the name of the column"),
        N_("Write the unit once, in the name of the column."),
        steps="units",
    ),
    _rule(
        "blank",
        N_("A cell without a value is empty"),
        N_("Leave the cell empty, and say why in a column for remarks."),
        steps="null_marks zero_places",
    ),
    _rule(
        "dates",
        N_("Dates are written as year, month and day"),
        N_("Write dates like 2026-11-20."),
        steps="wareki us_dates serials",
    ),
    _rule(
        "characters",
        N_("Every character is one that every machine knows"),
        N_("Replace look-alikes and characters of one machine only."),
        steps="controls radicals composed_kana circles",
        defects="E_MOJIBAKE R_CONTROL R_NFC",
    ),
    _rule(
        "codes",
        N_("Codes and coordinates are written the national way"),
        N_("Use six-digit codes, and degrees with a decimal point."),
        steps="area_codes postal_codes phones dms tokyo_datum swapped_places",
    ),
)


def readability(facts: FileFacts) -> tuple[RuleResult, ...]:
    """Every rule with whether the file kept it and why, in the ministry's order."""
    return tuple(_result(rule, facts) for rule in _RULES)


def _result(rule: _Rule, facts: FileFacts) -> RuleResult:
    mended = next((one for one in facts.repairs if one["name"] in rule.steps), None)
    if mended is not None:
        return RuleResult(rule.code, rule.title, False, Message.from_json(mended["sentence"]))
    high = rule is _HEADER and facts.has_text and facts.header_row != 0
    if high or rule.defects & facts.defects:
        return RuleResult(rule.code, rule.title, False, Message(rule.advice))
    return RuleResult(rule.code, rule.title, True, Message(N_("Nothing had to be mended.")))
