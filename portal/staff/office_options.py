"""Organizations to choose from, as far as a person may do something there."""

from datasets.kernel.actors import Permission
from datasets.queries import every_organization
from portal.web.context import actor, services
from portal.web.forms import Option
from portal.web.language import words


def office_options(permission: Permission) -> tuple[Option, ...]:
    """Those where whoever asks has a permission, by slug."""
    who = actor()
    with services().reading() as session:
        return tuple(
            Option(office.slug, words(office.title) or office.slug)
            for office in every_organization(session)
            if who.may(permission, office.slug)
        )
