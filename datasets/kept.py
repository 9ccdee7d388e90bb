"""Files that are no tables: what they are, and whether they are kept as they came."""

from pathlib import Path
from typing import Any

from datasets.reading.refusals import refusal
from datasets.reading.signature import kind_of

_TABLE_KINDS = frozenset({"text", "json", "xlsx", "xls", "ods"})
_TABLE_ENDINGS = frozenset(
    {"csv", "tsv", "xlsx", "xlsm", "xls", "ods", "json", "geojson", "ndjson", ""}
)
_TEXT_TABLE_ENDINGS = frozenset({"csv", "tsv", "txt", ""})
_KEPT_AS_IT_IS = frozenset(
    {
        "pdf",
        "zip",
        "image",
        "docx",
        "pptx",
        "odt",
        "xml",
        "parquet",
        "rtf",
        "text",
        "json",
        "flatgeobuf",
        "ole",
        "archive",
    }
)


def kept_format(path: Path, filename: str) -> str | None:
    """The format of a file that is no table and does not claim to be one; None for a table.

    Raises:
        UnreadableFile: if it is nothing that may be kept, or claims to be a table and is none.
    """
    kind = kind_of(path, filename)
    ending = Path(filename).suffix.lower().removeprefix(".")
    if kind == "text" and ending not in _TEXT_TABLE_ENDINGS | _TABLE_ENDINGS:
        return "bin"
    if kind in _TABLE_KINDS:
        return None
    if ending in _TABLE_ENDINGS or kind not in _KEPT_AS_IT_IS:
        raise refusal(kind)
    return kind if kind in {"pdf", "zip", "xml", "parquet"} else "bin"


def kept(format_: str) -> dict[str, Any]:
    """`Prepared` as JSON of a file that is kept as it is."""
    return {
        "format": format_,
        "verdict": "accept",
        "codes": ["OK"],
        "encoding": None,
        "newline": None,
        "tables": [],
        "privacy": [],
        "defects": [],
    }
