"""Files that are no tables: what they are, whether they are taken, and as what they are kept."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from datasets.reading.defect import Defect
from datasets.reading.refusals import mislabelled, refusal
from datasets.validation.checks.kinds import PrivacyKind
from datasets.validation.checks.privacy import PrivacyFinding

_TABLE_KINDS = frozenset({"text", "json", "xlsx", "xls", "ods"})
_TABLE_ENDINGS = frozenset(
    {"csv", "tsv", "xlsx", "xlsm", "xls", "ods", "json", "geojson", "ndjson", ""}
)
_TEXT_TABLE_ENDINGS = frozenset({"csv", "tsv", "txt", ""})
_FORMATS = {
    **dict.fromkeys(("pdf", "zip", "xml", "parquet"), ""),
    **dict.fromkeys(("docx", "pptx", "odt", "rtf", "flatgeobuf", "ole"), "bin"),
    **dict.fromkeys(("turtle", "ntriples", "image"), "bin"),
}
_PRIVACY_CODES = {
    PrivacyKind.MY_NUMBER: "E_PII_MYNUMBER",
    PrivacyKind.PERSON: "E_PII_NAME",
    PrivacyKind.ONE_BY_ONE: "W_SMALL_CELL",
    PrivacyKind.SMALL_CELL: "W_SMALL_CELL",
    PrivacyKind.RECOVERED_CELL: "W_SMALL_CELL",
}
_HELD = frozenset({"E_MASS_DELETE"})
_PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff", "heic"})
_CLAIMS = {
    **dict.fromkeys(_PICTURES, frozenset({"image"})),
    "pdf": frozenset({"pdf"}),
    "zip": frozenset({"zip", "xlsx", "docx", "pptx", "ods", "odt", "archive"}),
    "parquet": frozenset({"parquet"}),
}


def kept_format(kind: str, filename: str) -> str | None:
    """The format of a file that is no table and does not claim to be one; None for a table.

    Args:
        kind: As `datasets.reading.signature` tells it.
        filename: What its sender called it.

    Raises:
        UnreadableFile: if it is nothing that may be kept, or claims to be what it is not.
    """
    ending = Path(filename).suffix.lower().removeprefix(".")
    if kind in ("text", "json") and ending in _CLAIMS:
        raise mislabelled(ending)
    if kind == "text" and ending not in _TEXT_TABLE_ENDINGS | _TABLE_ENDINGS:
        return "bin"
    if kind in _TABLE_KINDS:
        return None
    if ending in _TABLE_ENDINGS - {""} or kind not in _FORMATS:
        raise refusal(kind)
    if kind not in _CLAIMS.get(ending, {kind}):
        raise mislabelled(ending)
    return _FORMATS[kind] or kind


def kept(
    format_: str, defects: Sequence[Defect] = (), privacy: Sequence[PrivacyFinding] = ()
) -> dict[str, Any]:
    """`Prepared` as JSON of a file that is kept as it is, with what is to be said of it."""
    verdict = "quarantine" if privacy else _verdict(defects)
    codes = [*privacy_codes(privacy), *(defect.code for defect in defects)]
    return {
        "format": format_,
        "verdict": verdict,
        "codes": codes_of(verdict, codes),
        "encoding": None,
        "newline": None,
        "tables": [],
        "privacy": [finding.to_json() for finding in privacy],
        "defects": [defect.to_json() for defect in defects],
    }


def privacy_codes(found: Iterable[PrivacyFinding]) -> list[str]:
    """The code of each finding about people."""
    return [_PRIVACY_CODES.get(each.kind, f"W_PII_{each.kind.upper()}") for each in found]


def codes_of(verdict: str, codes: Iterable[str]) -> list[str]:
    """Each code once; `OK` too where none of them stands in the way."""
    return list(dict.fromkeys([*codes, *(["OK"] if verdict == "accept" else [])]))


def with_defects(made: dict[str, Any], defects: Sequence[Defect]) -> dict[str, Any]:
    """What was made of a file's tables, with what was said of the file before."""
    if not defects:
        return made
    codes = [*(defect.code for defect in defects), *(c for c in made["codes"] if c != "OK")]
    verdict = _verdict(defects) if made["verdict"] == "accept" else made["verdict"]
    return {
        **made,
        "codes": codes_of(verdict, codes),
        "verdict": verdict,
        "defects": [*(defect.to_json() for defect in defects), *made["defects"]],
    }


def _verdict(defects: Sequence[Defect]) -> str:
    codes = {defect.code for defect in defects}
    if codes & _HELD:
        return "quarantine"
    mended = any(code.startswith("R_") or code == "E_TYPE" for code in codes)
    return "repair" if mended else "accept"
