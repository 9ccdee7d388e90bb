"""Apps that fit a choice, and how many would fit another."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from apps_gallery.models import CitizenApp
from apps_gallery.queries import public_datasets
from apps_gallery.wording import asked_for, tell_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AppFilter:
    """What is looked for; nothing chosen in a group means anything.

    Attributes:
        text: Things that title, line, description, author or data together must tell of.
        chosen: Codes by group: `theme`, `platform`, `maker`, `kind`, `data`, `elsewhere`.
    """

    text: str = ""
    chosen: dict[str, frozenset[str]] = field(default_factory=dict)


GROUPS = ("theme", "kind", "platform", "maker", "elsewhere", "data")
NOT_BUILT_IN = "other"


def matching(apps: Sequence[CitizenApp], wanted: AppFilter) -> list[CitizenApp]:
    """The apps that fit, in their order."""
    return [app for app in telling_of(apps, wanted.text) if _fits(app, wanted, GROUPS)]


def telling_of(apps: Sequence[CitizenApp], text: str) -> list[CitizenApp]:
    """The apps that tell of what a text asks for, in their order; all if it asks for nothing."""
    asked = asked_for(text)
    return [app for app in apps if tell_of(_texts(app), asked)]


def counts(apps: Sequence[CitizenApp], wanted: AppFilter) -> dict[str, Counter[str]]:
    """For each group how many apps each choice would show, the other groups being as they are."""
    told = telling_of(apps, wanted.text)
    return {
        group: Counter(
            code
            for app in told
            if _fits(app, wanted, [other for other in GROUPS if other != group])
            for code in codes(app, group)
        )
        for group in GROUPS
    }


def codes(app: CitizenApp, group: str) -> frozenset[str]:
    """What an app is in one group."""
    return frozenset(_CODES[group](app))


def maker(app: CitizenApp) -> str:
    """What sort of body made an app, as in `vocabulary.MAKERS`."""
    return app.organization.kind.value if app.organization else "residents"


def similar(app: CitizenApp, others: Sequence[CitizenApp], limit: int) -> list[CitizenApp]:
    """Apps with the most in common, in the gallery's order where that is equal."""
    themes, data = codes(app, "theme"), codes(app, "data")

    def shared(other: CitizenApp) -> int:
        same_kind = bool(app.template) and app.template == other.template
        return (
            3 * len(data & codes(other, "data"))
            + 2 * len(themes & codes(other, "theme"))
            + same_kind
        )

    near = [other for other in others if other.id != app.id and shared(other)]
    return sorted(near, key=lambda other: -shared(other))[:limit]


def _fits(app: CitizenApp, wanted: AppFilter, groups: Iterable[str]) -> bool:
    return all(
        not wanted.chosen.get(group) or wanted.chosen[group] & codes(app, group) for group in groups
    )


def _texts(app: CitizenApp) -> list[str]:
    told = (app.title, app.line, app.description, *(data.title for data in public_datasets(app)))
    return [*(text for words in told for text in words.values()), app.author]


_CODES: dict[str, Callable[[CitizenApp], Iterable[str]]] = {
    "theme": lambda app: app.themes,
    "platform": lambda app: app.platforms,
    "maker": lambda app: (maker(app),),
    "kind": lambda app: (app.template or NOT_BUILT_IN,),
    "data": lambda app: (data.slug for data in public_datasets(app)),
    "elsewhere": lambda app: ("1",) if app.works_elsewhere else (),
}
