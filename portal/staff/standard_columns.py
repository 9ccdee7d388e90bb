"""Which column is which of a standard, as step 3 shows it and takes it back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from datasets.models.quality import QualityReport
from datasets.validation.deciding import FOLLOWS, decided, decision_key, field_key
from datasets.validation.standards.recognise import is_followed
from datasets.validation.standards.schema import Edition, edition, hint, meaning, standard
from portal.web.forms import Option
from portal.web.language import words


@dataclass(frozen=True, slots=True)
class Followed:
    """The standard that a table follows.

    Attributes:
        title: Its own.
        edition: Whose fields its columns are.
        fields: Name of the field by column; columns that are none are not in it.
        options: What a column may be.
    """

    title: str
    edition: Edition
    fields: Mapping[str, str]
    options: tuple[Option, ...]

    def meaning(self, name: str) -> Mapping[str, str]:
        """What a field holds, by language; empty if its name says it all."""
        field = next((each for each in self.edition.fields if each.name == name), None)
        if field is None:
            return {}
        return meaning(name) or hint(field.kind)


def followed(kept: QualityReport | None) -> Followed | None:
    """The standard a table follows; None if it follows none."""
    told: dict[str, Any] | None = kept.standard if kept else None
    if not told or not is_followed(told):
        return None
    one = edition(f"{told['standard']}-{told['edition']}")
    nothing = Option("", str(_("None of the standard’s")))
    return Followed(
        words(standard(one.standard).title),
        one,
        {column: name for column, name, _how in told["columns"]},
        (nothing, *(Option(field.name, field.name) for field in one.fields)),
    )


def meanings(one: Followed) -> dict[str, Mapping[str, str]]:
    """What the standard says of each column."""
    return {column: one.meaning(name) for column, name in one.fields.items()}


def choices(one: Followed, kept: QualityReport, wanted: Mapping[str, str]) -> Mapping[str, bool]:
    """What is decided anew where columns are to be other fields; empty if none is.

    Args:
        one: What the table follows.
        kept: With what was decided before.
        wanted: Field by column, as chosen; empty for none.
    """
    new = {c: name for c, name in wanted.items() if name != one.fields.get(c, "")}
    if not new:
        return {}
    known = {field.name for field in one.edition.fields} | {""}
    before = decided((kept.recipe or {}).get("choices")).fields
    return {
        decision_key(FOLLOWS, one.edition.id): True,
        **{field_key(c, before[c]): False for c in new if c in before},
        **{field_key(c, name): True for c, name in new.items() if name in known},
    }


def renewed(
    one: Followed, wanted: Mapping[str, str], notes: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Notes of columns that are other fields now, where the standard’s own words stood."""
    for column, name in wanted.items():
        before = one.fields.get(column, "")
        if name == before:
            continue
        old, new = one.meaning(before), one.meaning(name)
        said: Sequence[tuple[str, str]] = list(notes.get(column, {}).items())
        yield (
            column,
            {
                language: new.get(language, "") if text == old.get(language, "") else text
                for language, text in said
            },
        )
