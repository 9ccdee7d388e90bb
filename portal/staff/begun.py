"""A dataset that was begun, as every step of the way to the public opens it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from datasets import proposing, queries
from datasets.models.dataset import Dataset, State
from datasets.models.disclosure import DisclosureQuestion
from datasets.models.distribution import Distribution, FileVersion
from portal.staff.standing import (
    Standing,
    by_version,
    newest_files,
    standing,
    waiting_versions,
)
from portal.staff.steps import Step, steps
from portal.web.context import Page, actor, services
from portal.web.language import words, words_lang


@dataclass(frozen=True, slots=True)
class Begun:
    """One dataset with its newest files and what was asked of them.

    Attributes:
        dataset: Loaded whole.
        newest: Each file in its newest version, public or not.
        asked: Privacy questions about these, and about what is public.
    """

    dataset: Dataset
    newest: Sequence[tuple[Distribution, FileVersion]]
    asked: Sequence[DisclosureQuestion]
    standing: Standing

    @property
    def title(self) -> str:
        """What it is called, as it shall be."""
        return words(proposing.said(self.dataset, "title")) or self.dataset.slug

    @property
    def title_lang(self) -> str | None:
        """The language of the title where it is not the page's."""
        return words_lang(proposing.said(self.dataset, "title"))

    @property
    def is_public(self) -> bool:
        """Whether everyone sees it."""
        return self.dataset.state is State.PUBLISHED


@dataclass(frozen=True, kw_only=True)
class StepPage(Page):
    """What every step shows above its own.

    Attributes:
        of: What the data are called, with the language where it is not the page's.
        harvested: Whether the data come from a source that will bring its own again.
    """

    slug: str
    of: str
    of_lang: str | None
    organization: str
    standing: Standing
    steps: tuple[Step, ...]
    public: bool
    harvested: bool


def begun(slug: str) -> Begun:
    """Open a dataset of a person's own.

    Raises:
        NotFound, Gone: as `queries.staff_dataset`.
    """
    with services().reading() as session:
        dataset = queries.staff_dataset(session, slug, actor())
        newest = newest_files(dataset)
        asked = queries.questions(session, waiting_versions([dataset]))
    stands = standing(dataset, by_version(asked), services().clock.now())
    return Begun(dataset, newest, asked, stands)


def step_words(opened: Begun, name: str = "", at: int | None = None) -> dict[str, Any]:
    """What every step shows above its own, for its page.

    Args:
        opened: The dataset.
        name: Of the step, for the breadcrumbs; empty for the page of the data themselves.
        at: Its place.
    """
    dataset = opened.dataset
    here = url_for("staff_dataset.show", slug=dataset.slug)
    below = ((opened.title, here), (name, None)) if name else ((opened.title, None),)
    return {
        "breadcrumbs": ((_("Staff desk"), url_for("staff_desk.show")), *below),
        "slug": dataset.slug,
        "of": opened.title,
        "of_lang": opened.title_lang,
        "organization": words(dataset.organization.title),
        "standing": opened.standing,
        "steps": steps(dataset, opened.standing, at=at),
        "public": opened.is_public,
        "harvested": bool(dataset.origin_source),
    }
