"""What a single cell looks like, whatever it means."""

import re
import unicodedata

_NUMBER = re.compile(r"[-+△▲−]?\s*(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d+)?\s*%?")
_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|\d{1,2}/\d{1,2}/\d{4}"
    r"|\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|(?:明治|大正|昭和|平成|令和|[MTSHR])(?:\d{1,2}|元)[年.]\d{1,2}[月.]\d{1,2}日?"
)
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_CODE = re.compile(r"\(?\d[\d()]*(?:-[\d()]+)+|〒?\d{3}-?\d{4}|[A-Za-z]{0,3}\d[\dA-Za-z]*(?:-\d+)*")
_ADDRESS = re.compile(r"(?:https?|ftp)://\S+|[\w.+-]+@[\w-]+\.[\w.]+")
_NOTHING = frozenset(
    [
        "-",
        "--",
        "―",
        "ー",
        "—",
        "…",
        "...",
        "*",
        "**",
        "x",
        "X",
        "×",
        "○",
        "〇",
        "◯",
        "◎",
        "△",
        "集計中",
        "不明",
        "なし",
        "無し",
        "調査中",
        "N/A",
        "NA",
        "null",
    ]
)


def folded(text: str) -> str:
    """The text in NFKC without blanks at its ends: only ever to look at, never to keep."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def kind_of_cell(text: str) -> str:
    """What a cell looks like.

    Returns:
        blank, number, date, time, code (phone, postal or other), address (web, mail), nothing (a
        sign for no value), or text.
    """
    plain = folded(text)
    if not plain.isprintable():
        # the repair takes control characters away: a cell is judged by what will be left of it
        plain = "".join(sign for sign in plain if sign == "\n" or sign.isprintable()).strip()
    if not plain:
        return "blank"
    if plain in _NOTHING:
        return "nothing"
    if len(plain) > 200:
        return "text"
    for kind, pattern in (
        ("number", _NUMBER),
        ("time", _TIME),
        ("date", _DATE),
        ("code", _CODE),
        ("address", _ADDRESS),
    ):
        if pattern.fullmatch(plain):
            return kind
    return "text"
