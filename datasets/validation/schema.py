"""What a table promises: its fields with their types and constraints.

Source: Table Schema v2 (Data Package).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from datasets.tables.column import Column

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaField:
    """One field of a table.

    Attributes:
        name: As the header has it.
        type: Table Schema type.
        format: How its values are written, such as `%H:%M`; `default` if as the standard says.
        constraints: By their names in Table Schema: required, unique, minimum, enum, pattern …
    """

    name: str
    type: str = "string"
    format: str = "default"
    constraints: Mapping[str, Any] = field(default_factory=dict)

    def descriptor(self) -> dict[str, Any]:
        """The field as Table Schema writes it; what is usual is left out."""
        told: dict[str, Any] = {"name": self.name, "type": self.type}
        if self.format != "default":
            told["format"] = self.format
        if self.constraints:
            told["constraints"] = dict(self.constraints)
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSchema:
    """All fields, in the order of the header; a cell without characters is missing.

    Attributes:
        primary_key: Names of fields that together tell rows apart.
    """

    fields: tuple[SchemaField, ...]
    primary_key: tuple[str, ...] = ()

    @classmethod
    def of(cls, columns: Sequence[Column], primary_key: Sequence[str] = ()) -> "TableSchema":
        """What was found out about the columns, as a promise."""
        fields = tuple(
            SchemaField(name=one.name, type=one.type.value, format=one.format) for one in columns
        )
        return cls(fields=fields, primary_key=tuple(primary_key))

    @classmethod
    def from_descriptor(cls, told: Mapping[str, Any]) -> "TableSchema":
        """A schema that Table Schema wrote down; what checks nothing is left aside."""
        key = told.get("primaryKey", ())
        return cls(
            fields=tuple(
                SchemaField(
                    name=one["name"],
                    type=one.get("type", "string"),
                    format=one.get("format", "default"),
                    constraints=one.get("constraints", {}),
                )
                for one in told["fields"]
            ),
            primary_key=(key,) if isinstance(key, str) else tuple(key),
        )

    def descriptor(self) -> dict[str, Any]:
        """The schema as Table Schema writes it."""
        told: dict[str, Any] = {
            "$schema": PROFILE,
            "fields": [one.descriptor() for one in self.fields],
            "missingValues": [""],
        }
        if self.primary_key:
            told["primaryKey"] = list(self.primary_key)
        return told
