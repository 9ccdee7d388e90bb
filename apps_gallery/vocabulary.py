"""The controlled lists of the gallery: devices, costs, who makes apps, built-in kinds."""

from dataclasses import dataclass

from apps_gallery.models import Cost
from datasets.kernel.messages import N_


@dataclass(frozen=True, slots=True)
class Term:
    """One choice of a list.

    Attributes:
        code: Stable, ASCII, in addresses.
        label: Msgid.
        icon: Name in the icon sprite.
    """

    code: str
    label: str
    icon: str = ""


PLATFORMS: tuple[Term, ...] = (
    Term("web", N_("Browser"), "monitor"),
    Term("ios", N_("iPhone, iPad"), "smartphone"),
    Term("android", N_("Android"), "smartphone"),
    Term("line", N_("LINE"), "message-circle"),
)
COSTS: tuple[Term, ...] = (
    Term(Cost.FREE, N_("Free of charge"), "circle-check"),
    Term(Cost.ADS, N_("Free, with advertising"), "info"),
    Term(Cost.PAID, N_("Costs money"), "coins"),
)
MAKERS: tuple[Term, ...] = (
    Term("residents", N_("Residents and groups"), "users"),
    Term("city", N_("The city"), "landmark"),
    Term("university", N_("Universities and schools"), "school"),
    Term("company", N_("Companies"), "briefcase"),
)
TEMPLATES: tuple[Term, ...] = (
    Term("graph", N_("Graph"), "chart-column"),
    Term("near", N_("Near me"), "map-pin"),
    Term("finder", N_("Look up in a list"), "search"),
    Term("calendar", N_("Calendar"), "calendar-days"),
    Term("board", N_("Board of figures"), "hash"),
    Term("compare", N_("Compare towns"), "scale"),
)
PLATFORM_BY_CODE = {term.code: term for term in PLATFORMS}
COST_BY_CODE = {term.code: term for term in COSTS}
MAKER_BY_CODE = {term.code: term for term in MAKERS}
TEMPLATE_BY_CODE = {term.code: term for term in TEMPLATES}
