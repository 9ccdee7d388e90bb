"""What SQL can say of a cell: that its field certainly takes it.

A condition that is true means that Frictionless reads the value and finds no fault in it. One that
is not true means nothing: the value is then shown to Frictionless itself (`asking`).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from datasets.validation.schema import SchemaField

DAY = "(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-[0-9]{2}-[0-9]{2}"
SECOND = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"
_INTEGER = "[+-]?[0-9]{1,18}"
_NUMBER = "[+-]?[0-9]{1,30}([.][0-9]{1,30})?"
_BOOLEANS = ("true", "True", "TRUE", "1", "false", "False", "FALSE", "0")
_DATE = f"(regexp_full_match({{c}}, '{DAY}') AND TRY_CAST({{c}} AS DATE) IS NOT NULL)"
_MOMENT = (
    f"(regexp_full_match({{c}}, '{DAY}[T ]{SECOND}([.][0-9]{{1,6}})?(Z|[+]09:00)?')"
    " AND TRY_CAST(left({c}, 10) AS DATE) IS NOT NULL)"
)
_READABLE = {
    ("string", "default"): "true",
    ("integer", "default"): f"regexp_full_match({{c}}, '{_INTEGER}')",
    ("number", "default"): f"regexp_full_match({{c}}, '{_NUMBER}')",
    ("boolean", "default"): f"{{c}} IN {_BOOLEANS}",
    ("year", "default"): "regexp_full_match({c}, '[0-9]{4}')",
    ("date", "default"): _DATE,
    ("datetime", "default"): _MOMENT,
    ("time", "default"): f"regexp_full_match({{c}}, '{SECOND}')",
    ("datetime", "any"): (
        "(regexp_full_match({c}, '[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}[T ]"
        f"{_CLOCK}(Z|[+]09:00)?')"
        " AND TRY_CAST(left({c}, 10) AS DATE) IS NOT NULL)"
    ),
    ("time", "any"): f"regexp_full_match({{c}}, '{_CLOCK}')",
    ("any", "default"): "true",
}
# how strptime's parts are written where they are written in full
_PARTS = {
    "%Y": "(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})",
    "%m": "(0[1-9]|1[0-2])",
    "%d": "(0[1-9]|1[0-9]|2[0-8])",  # the last days of a month are looked up
    "%H": "([01][0-9]|2[0-3])",
    "%M": "[0-5][0-9]",
    "%S": "[0-5][0-9]",
}
_NUMERIC = frozenset({"integer", "number", "year"})
_FIGURE = re.compile("-?[0-9]{1,14}([.][0-9]{1,14})?")
# what Python and RE2 mean by the same words; anything else is left to Python
_PLAIN_PATTERN = re.compile(
    r"(?:[^\\\[\](){}*+?]"
    r"|\\[d.\-\\/()\[\]{}+*?|^$]"
    r"|\[\^?[^\\\[\]:^]+\]"
    r"|\((?:\?:|(?!\?))|\)"
    r"|[*+?](?![+*?])"
    r"|\{[0-9]{1,3}(?:,[0-9]{0,3})?\}(?![+*?]))*"
)
_PLAIN_SET = re.compile(r"\[(?:[^\\\[\]:^]|\\d|\\[.\-\\/])+\]")


def evident(field: SchemaField, cell: str, bound: list[Any]) -> str:
    """SQL, true for a value that the field takes.

    Args:
        field: Of the schema.
        cell: An engine name, such as c3.
        bound: Takes the values of the question marks, in their order.
    """
    conditions = [_readable(field).replace("{c}", cell)]
    for name, wanted in field.constraints.items():
        condition = _CONDITIONS.get(name)
        if condition is not None and wanted is not None:
            conditions.append(condition(field, wanted, bound).replace("{c}", cell))
    return " AND ".join(conditions)


def _readable(field: SchemaField) -> str:
    known = _READABLE.get((field.type, field.format))
    if known is not None:
        return known
    if field.type not in {"date", "datetime", "time"} or "%" not in field.format:
        return "false"
    pieces = re.split("(%.)", field.format)
    if any(piece.startswith("%") and piece not in _PARTS for piece in pieces):
        return "false"
    if len(set(pieces) & set(_PARTS)) != sum(piece in _PARTS for piece in pieces):
        return "false"
    pattern = "".join(_PARTS.get(piece) or _literally(piece) for piece in pieces)
    return f"regexp_full_match({{c}}, '{pattern}')"


def _literally(text: str) -> str:
    return re.sub(r"([\\.^$|?*+()\[\]{}])", r"[\1]", text).replace("'", "''")


def _least(field: SchemaField, wanted: Any, bound: list[Any]) -> str:
    return _beyond(field, wanted, bound, ">")


def _most(field: SchemaField, wanted: Any, bound: list[Any]) -> str:
    return _beyond(field, wanted, bound, "<")


def _beyond(field: SchemaField, wanted: Any, bound: list[Any], sign: str) -> str:
    """Further than a bound for certain; what is at the bound itself is shown to Frictionless."""
    if field.type in _NUMERIC and _FIGURE.fullmatch(str(wanted)):
        bound.append(float(wanted))
        return f"coalesce(TRY_CAST({{c}} AS DOUBLE) {sign} ?, false)"
    if (field.type, field.format) == ("date", "default") and re.fullmatch(DAY, str(wanted)):
        bound.append(str(wanted))
        return f"coalesce(TRY_CAST({{c}} AS DATE) {sign} TRY_CAST(? AS DATE), false)"
    return "false"


def _one_of(field: SchemaField, wanted: Sequence[Any], bound: list[Any]) -> str:
    texts = [each for each in wanted if isinstance(each, str)]
    if field.type in _NUMERIC:
        texts += [str(each) for each in wanted if type(each) is int]
    bound.append(texts)
    return "list_contains(?::VARCHAR[], {c})"


def _long_enough(_: SchemaField, wanted: int, bound: list[Any]) -> str:
    bound.append(wanted)
    return "length({c}) >= ?"


def _short_enough(_: SchemaField, wanted: int, bound: list[Any]) -> str:
    bound.append(wanted)
    return "length({c}) <= ?"


def _like(_: SchemaField, wanted: str, bound: list[Any]) -> str:
    if not is_plain(wanted):
        return "false"
    bound.append(rf"\A(?:^{wanted}$)")  # Frictionless matches ^…$ from the first character on
    return "regexp_matches({c}, ?)"


def is_plain(pattern: str) -> bool:
    """Whether RE2 takes a pattern for what Python takes it for, or for less."""
    return bool(_PLAIN_PATTERN.fullmatch(_PLAIN_SET.sub("x", pattern)))


_CONDITIONS: Mapping[str, Callable[[SchemaField, Any, list[Any]], str]] = {
    "minimum": _least,
    "maximum": _most,
    "exclusiveMinimum": _least,
    "exclusiveMaximum": _most,
    "enum": _one_of,
    "minLength": _long_enough,
    "maxLength": _short_enough,
    "pattern": _like,
}
