"""The form by which an app is handed in: what was typed, what was meant, what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, cast

from flask import request
from flask_babel import gettext as _

from apps_gallery import pictures
from apps_gallery.manifest import AppDraft, Picture, faults, tidy
from apps_gallery.models import CitizenApp, Cost
from apps_gallery.queries import public_datasets
from datasets import queries
from datasets.kernel.actors import ANYONE
from datasets.kernel.errors import DomainError
from datasets.search.index import SearchQuery
from portal.web.context import services
from portal.web.forms import Form, FormError, Option, sealed, unsealed
from portal.web.language import said, words
from portal.web.urls import current_locale

FOUND_DATASETS = 12
LONGEST_QUERY = 100
_PICTURE = "app-picture"
_TEXTS = (
    "title",
    "line",
    "url",
    "contact",
    "alt",
    "find",
    "description",
    "author",
    "license",
    "source_code",
    "privacy",
    "title_other",
    "line_other",
)
_LISTS = ("datasets", "themes", "platforms")


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it came.

    Attributes:
        picture: Made anew from the file that came with it, or with an earlier try; None if none.
        refusal: Why the file could not be taken, in words; empty if it could.
    """

    values: Mapping[str, Any]
    picture: Picture | None
    refusal: str = ""

    @property
    def seal(self) -> str:
        """The picture for a hidden field, so that nobody has to choose it twice."""
        return sealed(_picture_values(self.picture), _PICTURE) if self.picture else ""


def typed() -> Typed:
    """What stands in the form of this request."""
    values: dict[str, Any] = {name: request.form.get(name, "") for name in _TEXTS}
    values |= {name: request.form.getlist(name) for name in _LISTS}
    values["cost"] = request.form.get("cost", Cost.FREE)
    values["works_elsewhere"] = bool(request.form.get("works_elsewhere"))
    earlier = unsealed(request.form.get("picture_kept", ""), _PICTURE)
    kept = Picture(**earlier) if earlier else None
    file = request.files.get("picture")
    if file is None or not file.filename:
        return Typed(values, kept)
    try:
        return Typed(values, pictures.keep(services().files, cast(BinaryIO, file.stream)))
    except DomainError as refusal:
        return Typed(values, kept, said(refusal.message))


def of_app(app: CitizenApp) -> Typed:
    """The form of an app that was handed in, loaded whole."""
    own, other = app.language, _other(app.language)
    first = next(iter(app.pictures), None)
    return Typed(
        {
            "title": app.title.get(own, ""),
            "line": app.line.get(own, ""),
            "title_other": app.title.get(other, ""),
            "line_other": app.line.get(other, ""),
            "description": words(app.description, own),
            "privacy": words(app.privacy, own),
            "alt": words(first.alt, own) if first else "",
            "url": app.url,
            "contact": app.contact,
            "author": app.author,
            "license": app.license,
            "source_code": app.source_code,
            "datasets": [data.slug for data in public_datasets(app)],
            "themes": list(app.themes),
            "platforms": list(app.platforms),
            "cost": app.cost.value,
            "works_elsewhere": app.works_elsewhere,
        },
        Picture(
            sha256=first.sha256,
            small_sha256=first.small_sha256,
            width=first.width,
            height=first.height,
        )
        if first
        else None,
    )


def draft(given: Typed, language: str | None = None) -> AppDraft:
    """What the form says, in the language it was written in."""
    values, own = given.values, language or current_locale()
    other = _other(own)
    shown = [replace(given.picture, alt={own: values["alt"]})] if given.picture else []
    return tidy(
        AppDraft(
            title={own: values["title"], other: values["title_other"]},
            line={own: values["line"], other: values["line_other"]},
            description={own: values["description"]},
            privacy={own: values["privacy"]},
            url=values["url"],
            contact=values["contact"],
            author=values["author"],
            license=values["license"],
            source_code=values["source_code"],
            platforms=tuple(values["platforms"]),
            themes=tuple(values["themes"]),
            datasets=tuple(dict.fromkeys(values["datasets"])),
            cost=values["cost"] if values["cost"] in list(Cost) else Cost.FREE,
            works_elsewhere=values["works_elsewhere"],
            pictures=tuple(shown),
            language=own,
        )
    )


def errors(given: Typed) -> tuple[FormError, ...]:
    """What is to be put right, in the order of the form."""
    found = faults(draft(given), allow_loopback=services().settings.allow_loopback)
    wrong = [FormError(fault.field, said(fault.message)) for fault in found]
    if given.refusal:
        wrong = [error for error in wrong if error.field != "picture"]
        wrong.append(FormError("picture", given.refusal))
    if _missing(given.values["datasets"]):
        wrong.append(FormError("datasets", _("One of the data is no longer published.")))
    return tuple(wrong)


def form(given: Typed, wrong: Sequence[FormError] = ()) -> Form:
    """The form as the page takes it."""
    return Form(given.values, wrong)


def dataset_options(text: str, chosen: Sequence[str]) -> tuple[Option, ...]:
    """Data to choose from: what was chosen, then what fits the words."""
    found = [hit.slug for hit in _hits(text)] if text.strip() else []
    slugs = list(dict.fromkeys([*chosen, *found]))
    with services().reading() as session:
        return tuple(
            Option(dataset.slug, words(dataset.title), words(dataset.organization.title))
            for dataset in queries.datasets_by_slug(session, slugs, ANYONE)
        )


def _hits(text: str) -> Sequence[Any]:
    asked = SearchQuery(text=" ".join(text.split())[:LONGEST_QUERY], size=FOUND_DATASETS)
    return services().index.search(asked).hits


def _missing(slugs: Sequence[str]) -> bool:
    with services().reading() as session:
        found = queries.datasets_by_slug(session, slugs, ANYONE)
    return len(found) < len(set(slugs))


def _picture_values(picture: Picture) -> dict[str, Any]:
    return {
        "sha256": picture.sha256,
        "small_sha256": picture.small_sha256,
        "width": picture.width,
        "height": picture.height,
    }


def _other(language: str) -> str:
    return "en" if language == "ja" else "ja"
