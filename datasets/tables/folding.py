"""Folding a whole column at load time, so that a query never folds a row."""

from functools import lru_cache

import duckdb

from datasets.kernel.folding import fold

_KANJI_FIRST, _KANJI_LAST = 0x4E00, 0x9FFF
_KANA_FIRST, _KANA_LAST = 0x3041, 0x3094


def register(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `fold_text` known to a connection; for loading only, it calls Python for each value."""
    remembered = lru_cache(maxsize=65_536)(fold)
    connection.create_function("fold_text", remembered, ["VARCHAR"], "VARCHAR")


def folded(column: str) -> str:
    """SQL for the folded form of a text column, calling Python only where it must.

    Args:
        column: An engine name, c0…cN.
    """
    unchanged = (
        f"regexp_full_match({column}, '{_UNCHANGED}')"
        f" OR regexp_full_match({column}, '{_UNCHANGED_DASHED}')"
    )
    return f"CASE WHEN {unchanged} THEN {column} ELSE fold_text({column}) END"


def folded_one_by_one(column: str) -> str:
    """SQL for the same, without patterns: each of those costs a megabyte and milliseconds.

    Args:
        column: An engine name, c0…cN.
    """
    return f"fold_text({column})"


def _unchanged(first: int, last: int) -> str:
    """The characters of a range that fold to themselves, as inside of a character class."""
    runs: list[list[int]] = []
    for code in range(first, last + 1):
        if fold(chr(code)) != chr(code):
            continue
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(rf"\x{{{low:X}}}-\x{{{high:X}}}" for low, high in runs)


_KANJI = _unchanged(_KANJI_FIRST, _KANJI_LAST)
_KANA = _unchanged(_KANA_FIRST, _KANA_LAST)
_UNCHANGED = f"[0-9a-z.,:/_@?=&%#()+*{_KANJI}{_KANA}]*"
# a dash means something else between letters and after kana
_UNCHANGED_DASHED = f"[0-9.,:/()+-{_KANJI}]*".replace("+-", "+\\-")
