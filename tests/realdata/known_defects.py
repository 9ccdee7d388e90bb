"""What the words of the answer key ask of us, as codes of defects; general, no file is named."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_ENCODING = ("R_ENCODING",)
_BOM = ("encoding utf-8-sig",)
_HEADER = ("R_HEADER",)
_MOBILE = ("W_PII_MOBILE",)

# said of the file's history, of other files or of the world: nothing that the bytes can show
OUTSIDE = re.compile(
    r"clean|synthetic|not in time order|quality codes|not tabular but|Japanese headers"
    r"|must be reported|^ASCII headers,"
    r"|catalogue says|matches|schema drift|series|same dataset|columns differ|dead link"
    r"|binary|no usable|third-party|CMS export|in \d+ remarks",
)
_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"^cp932|EUC-JP", _ENCODING),
    (r"BOM", _BOM),
    (r"line breaks? (?:inside|in|at the end of)(?! headers?| a header)", ("W_LINE_BREAK",)),
    (r"with line breaks|line breaks? (?:and .*)?in (?:a )?headers?", ("W_HEADER_BREAK",)),
    (r"line ends", ("mixed newlines",)),
    (r"LF(?: and |, ).*mixed", ("mixed newlines",)),
    (r'first column named "', ("W_HEADER_UNCLEAR",)),
    (r"mobile", _MOBILE),
    (r"e-mail", ("W_PII_EMAIL",)),
    (r"<br>", ("W_HTML",)),
    (r"ends? in a space|headers? end in|with spaces$", ("W_HEADER_BLANKS",)),
    (r"numbered columns", ("W_REPEATED_GROUPS",)),
    (
        r"columns? (?:wholly )?(?:\S+ )?empty|empty (?:last )?col|blank column|A blank|tied for",
        ("W_EMPTY_COLUMN",),
    ),
    (r"header cells? empty|empty header cells?|unnamed", _HEADER),
    (r"wareki", ("W_WAREKI",)),
    (r"full-width digits", ("W_FULL_WIDTH",)),
    (r"half-width kana", ("W_HALF_KANA", "W_HEADER_SIGNS")),
    (r"flags(?! as)|three-valued|○ used|○ × － mixed|◎ and ○", ("W_MARKS", "W_FLAGS")),
    (r"flags as 1", ("W_FLAGS",)),
    (r"\(U\+3007\)", ("W_MIXED_MARKS",)),
    (r"blank means", ("W_BLANK_MARK",)),
    (r"№|full-width parenthes|full-width spaces inside|dash in place", ("W_HEADER_SIGNS",)),
    (r"stray spaces|trailing (?:full-width )?space|with spaces and", ("W_EDGES",)),
    (r"split over", ("W_SPLIT_DATE",)),
    (r"code and label", ("W_CODE_BESIDE",)),
    (r"coded columns", ("W_CODED",)),
    (r"thousands sep", ("W_THOUSANDS",)),
    (r"㎡", ("W_COMPAT_SIGN", "W_HEADER_SIGNS")),
    (r"lists joined|as a list", ("W_LIST",)),
    (r"as nulls?|as \"not applicable\"", ("W_NULL_MARK",)),
    (r"LinkData|#property", ("W_LINKDATA",)),
    (
        r"in one cell|joined in one value|two facts",
        ("W_JOINED_POINT", "W_JOINED_PLACE", "W_TWO_FACTS"),
    ),
    (r"37201 lacks|5-digit code", ("W_CODE_5",)),
    (r"US dates", ("W_US_DATE",)),
    (r"template", ("W_TEMPLATE",)),
    (r"minus in|wave dash", ("W_DASH",)),
    (r"no year", ("W_DATE_TEXT",)),
    (r"free text", ("W_TIME_TEXT",)),
    (r"times mixed", ("W_MIXED_TIMES",)),
    (r"only a row number", ("W_NUMBER_ROW",)),
    (r"入力例", ("W_EXAMPLE_SHEET",)),
    (r"U\+FFFD", ("E_MOJIBAKE",)),
    (r"0,0|latitude 0", ("W_NULL_ISLAND",)),
    (r"lack coordinates|null geometry", ("W_NO_PLACE",)),
    (r"-1\.797e308", ("W_EMPTY_POINT",)),
    (r"shared by", ("W_SHARED_PLACE",)),
    (r"Y before X", ("W_AXES",)),
    (r"ASCII headers$|: English headers", ("W_HEADER_ASCII",)),
    (r"leading zeros", ("W_LEADING_ZERO",)),
    (
        r"header rows|title (?:row|with)|header over|header in rows|header row \d|two rows",
        ("R_HEADER_ROW",),
    ),
    (r"empty rows|blank (?:separator )?rows?|records blank", ("W_BLANK_ROW", "W_OFFSET")),
    (r"ids of respondents", ("W_PERSON_ID",)),
    (r"used range A1|spreadsheet saved with its whole width", ("W_USED_RANGE",)),
    (r"merged (?:ranges|group)|under a merged", ("W_MERGED", "W_FORM")),
    (r"forms? with|a form", ("W_FORM",)),
    (r"totals?(?: |$)|subtotals", ("W_TOTAL",)),
    (r"unit ", ("W_UNIT",)),
    (r"notes? (?:below|that|\*)", ("W_NOTES", "W_HEADER_SIGNS")),
    (r"wide columns|139 columns", ("W_WIDE",)),
    (r"NO header", ("W_NO_HEADER",)),
    (r"content is HTML|HTTP headers|no features key", ("refused",)),
    (r"time in a header", ("W_HEADER_DATE", "W_WAREKI")),
    (r"Polygon and MultiPolygon", ("W_MIXED_GEOMETRY",)),
    (r"GeoJSON under", ("kind geojson",)),
    (r"valid but empty", ("W_NO_ROWS",)),
    (r"two tables", ("W_STACKED",)),
    (r"share one cell", ("W_NOTE_TITLE",)),
    (r"without era", ("W_ERA_MISSING", "W_HEADER_ERA")),
    (r"spaced out", ("W_SPACED", "W_HEADER_SPACED")),
    (r"transposed", ("W_TRANSPOSED",)),
    (r"headers twice|header \S+ twice|repeated names", _HEADER),
    (r"IMI term", ("W_HEADER_TERM",)),
    (r"apostrophe", ("W_APOSTROPHE",)),
    (r"left blank below", ("W_FILL_DOWN",)),
    (r"of one shape", ("W_SAME_SHAPE",)),
    (r"several sheets", ("several sheets",)),
    (r"starts at B2", ("W_OFFSET",)),
    (r"legend", ("W_TITLE",)),
    (r"section titles", ("W_SECTION",)),
    (r"▲", ("W_TRIANGLE",)),
    (r"charts", ("W_CHART",)),
    (r"code list", ("W_CODE_LIST",)),
    (r"not encodable", ("W_NOT_CP932",)),
    (r"exactly 1,000", ("W_ROUND_COUNT",)),
    (r"a cube", ("W_CUBE",)),
    (r"BIFF8", ("kind xls",)),
)
_COUNTED = {
    "cells_newline": ("W_LINE_BREAK",),
    "cells_fullwidth_digit": ("W_FULL_WIDTH", "W_HEADER_SIGNS"),
    "cells_halfkana": ("W_HALF_KANA", "W_HEADER_SIGNS"),
    "cells_wareki": ("W_WAREKI", "W_TITLE", "R_HEADER_ROW"),
    "cells_untrimmed": ("W_EDGES",),
    "cells_thousands": ("W_THOUSANDS",),
    "cells_br": ("W_HTML",),
    "cells_email": ("W_PII_EMAIL",),
    "cells_U+FFFD": ("E_MOJIBAKE",),
    "cells_placeholder": ("W_NULL_MARK", "W_MARKS"),
    "empty_columns": ("W_EMPTY_COLUMN", "W_FORM"),
    "blank_rows": ("W_BLANK_ROW", "W_USED_RANGE", "W_FORM", "W_OFFSET"),
    "blank_header_cells": ("R_HEADER", "R_HEADER_ROW", "W_USED_RANGE"),
    "duplicate_headers": ("R_HEADER", "R_HEADER_ROW"),
    "header_untrimmed": ("W_HEADER_BLANKS", "R_HEADER_ROW"),
    "header_newline": ("W_HEADER_BREAK", "W_HEADER_BLANKS"),
    "header_nfkc_changed": ("W_HEADER_SIGNS", "W_HEADER_BLANKS"),
    "merged_ranges": ("W_MERGED", "W_FORM"),
    "bom": _BOM,
    "title_row": ("W_TITLE", "R_HEADER_ROW"),
    "unit_row": ("W_UNIT",),
    "section_rows": ("W_SECTION",),
    "code_list_rows": ("W_CODE_LIST",),
    "null_geometries": ("W_NO_PLACE",),
    "is_table": ("refused", "W_FORM"),
}
_ONLY_WORDS = frozenset(("なし", "無し", "不明"))


@dataclass(frozen=True)
class Expected:
    """One defect of the key: its words, and the codes of which any one says it."""

    words: str
    codes: tuple[str, ...]


def expected_of(row: Mapping[str, str]) -> Iterator[Expected]:
    """The defects that the key names for a file; words that no rule knows have no code."""
    for phrase in re.split(r";\s*", row["known_defects"]):
        words = phrase.strip()
        found = [codes for pattern, codes in _WORDS if re.search(pattern, words)]
        if words and not found and not OUTSIDE.search(words):
            yield Expected(words, ())
        yield from (Expected(words, codes) for codes in found)
    truths = json.loads(row["truths_json"] or "{}")
    for key, codes in _COUNTED.items():
        value = truths.get(key)
        if key == "is_table":
            value = value is False
        elif truths.get("is_table") is False:
            continue
        if isinstance(value, dict) and value.keys() <= _ONLY_WORDS:
            continue
        if value or (key.endswith("_row") and value == 0 and value is not False):
            yield Expected(f"{key} {value}"[:60], codes)
