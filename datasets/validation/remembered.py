"""Dates that Frictionless has read before, read once: a table repeats its dates.

Only jobs import this module, because it imports Frictionless.
"""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from frictionless import Field, Plugin, system
from frictionless.fields import DateField, DatetimeField, TimeField

_VALUES = 65_536  # about 8 MB; 179 years of days


class _RememberedDate(DateField):
    def create_value_reader(self) -> Any:
        return _remembering(super())


class _RememberedDatetime(DatetimeField):
    def create_value_reader(self) -> Any:
        return _remembering(super())


class _RememberedTime(TimeField):
    def create_value_reader(self) -> Any:
        return _remembering(super())


def _remembering(field: Any) -> Callable[[Any], Any]:
    return lru_cache(_VALUES)(field.create_value_reader())


_FIELDS: dict[str | None, type[Field]] = {
    "date": _RememberedDate,
    "datetime": _RememberedDatetime,
    "time": _RememberedTime,
}


class _RememberedPlugin(Plugin):
    def select_field_class(self, type: str | None = None) -> type[Field] | None:  # noqa: A002 - Frictionless's name
        return _FIELDS.get(type)


@cache  # every registration makes Frictionless look for its plugins anew
def remember_dates() -> None:
    """Let every schema made from now on in this process remember; may be called again."""
    system.register("machidata", _RememberedPlugin())
