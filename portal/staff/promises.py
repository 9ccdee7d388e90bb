"""What staff say a table is to be checked against: a national standard, or promises of columns."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from datasets.models.distribution import FileVersion
from datasets.models.quality import QualityReport
from datasets.validation.deciding import FOLLOWS, REQUIRED, UNIQUE, decided, decision_key
from datasets.validation.report import Basis, Report
from datasets.validation.standards.recognise import is_followed
from datasets.validation.standards.schema import NEWEST, editions, standard
from portal.web.forms import Option
from portal.web.language import words

MOST_COLUMNS = 300


@dataclass(frozen=True, slots=True)
class ColumnPromise:
    """What is promised of one column."""

    name: str
    required: bool
    unique: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisesForm:
    """What the form offers.

    Attributes:
        standards: All that may be named; the first is none.
        standard: The one the table is checked against; empty if none.
        likely: Title of one that it looks like, without being checked against it; may be empty.
        columns: Of the table, unless a standard says what they hold.
    """

    standards: tuple[Option, ...]
    standard: str
    likely: str
    columns: tuple[ColumnPromise, ...]


def promises_form(version: FileVersion, kept: QualityReport) -> PromisesForm:
    """What was decided of a version, as its form shows it."""
    report = Report.from_json(kept.report or {})
    told = decided(version.choices)
    names = [str(column["name"]) for column in version.columns[:MOST_COLUMNS]]
    standing = kept.standard
    unsure = standing is not None and not is_followed(standing)
    return PromisesForm(
        standards=(
            Option("", str(_("No national standard"))),
            *(Option(one.id, _title(one.standard, one.edition)) for one in editions()),
        ),
        standard=report.standard,
        likely=_title(standing["standard"], standing["edition"]) if standing and unsure else "",
        columns=()
        if report.basis is Basis.STANDARD
        else tuple(ColumnPromise(n, n in told.required, n in told.unique) for n in names),
    )


def promised_choices(
    form: MultiDict[str, str], version: FileVersion, kept: QualityReport
) -> Mapping[str, bool]:
    """What the form says otherwise than before, as `mending.choose` takes it."""
    now = promises_form(version, kept)
    wanted: dict[str, bool] = {}
    named = form.get("standard", "")
    if named != now.standard:
        if now.standard:
            wanted[decision_key(FOLLOWS, now.standard)] = False
        if named:
            wanted[decision_key(FOLLOWS, named)] = True
    for about, ticked in ((REQUIRED, form.getlist("required")), (UNIQUE, form.getlist("unique"))):
        for column in now.columns:
            is_so = column.required if about == REQUIRED else column.unique
            if (column.name in ticked) != is_so:
                wanted[decision_key(about, column.name)] = not is_so
    return wanted


def _title(id_: str, year: str) -> str:
    one = standard(id_)
    title = f"{one.number} {words(one.title)}"
    if year == NEWEST:
        return title
    return str(_("%(title)s (edition of %(year)s)", title=title, year=year))
