"""portal init, reindex, doctor, user, openapi: keeping a portal well."""

import getpass
import sys
from argparse import Namespace, _SubParsersAction
from typing import Any

from sqlalchemy import select

from datasets import indexing
from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import NotFound
from datasets.models.distribution import FileVersion
from datasets.models.erasure import ErasedDigest
from portal import schema
from portal.accounts import people
from portal.accounts.models import Role
from portal.commands.terminal import complain, progress, say, show_json
from portal.wiring import Services


def add_words(subparsers: "_SubParsersAction[Any]") -> None:
    """Add the commands of this module."""
    subparsers.add_parser("init", help="make or upgrade the database").set_defaults(run=init)
    reindex = subparsers.add_parser("reindex", help="build the search index anew")
    reindex.set_defaults(run=rebuild_index)
    doctor = subparsers.add_parser("doctor", help="read every kept file again and prove it whole")
    doctor.set_defaults(run=examine)
    subparsers.add_parser("openapi", help="the API's description").set_defaults(run=openapi)
    user = subparsers.add_parser("user", help="people who may sign in")
    actions = user.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="the password is asked for, or read from standard input")
    add.add_argument("email")
    add.add_argument("--name", default="")
    add.add_argument("--admin", action="store_true")
    add.set_defaults(run=add_person)
    role = actions.add_parser("role", help="what a person does in an organization")
    role.add_argument("email")
    role.add_argument("organization", metavar="ORGANIZATION")
    role.add_argument("role", choices=[str(role) for role in Role])
    role.set_defaults(run=give_role)
    disable = actions.add_parser("disable", help="shut a person out at once")
    disable.add_argument("email")
    disable.set_defaults(run=disable_person)


def init(services: Services, given: Namespace) -> int:
    """Bring the database to this version."""
    schema.upgrade(services.engine)
    say(f"ready: {services.settings.home.absolute()}")
    return 0


def rebuild_index(services: Services, given: Namespace) -> int:
    """Replace the search index by the published catalogue."""
    say(f"{indexing.rebuild(services.sessions, services.index)} datasets")
    return 0


def examine(services: Services, given: Namespace) -> int:
    """Re-read every file and compare it with its digest."""
    with services.reading() as session:
        rows = session.execute(
            select(FileVersion.sha256, FileVersion.clean_sha256, FileVersion.table_key).where(
                FileVersion.erased_at.is_(None)
            )
        ).all()
        erased = set(session.scalars(select(ErasedDigest.sha256)))
    kept = sorted({digest for row in rows for digest in row[:2] if digest})
    with progress() as bar:
        tracked = bar.track(kept, description="files")
        broken = [digest for digest in tracked if not services.files.verify(digest)]
    missing = [key for *_, key in rows if key and not services.tables.path(key).exists()]
    left = [d for d in sorted(erased - set(kept)) if services.files.exists(d)]
    for digest in left:
        complain(f"file {digest} was erased but is still there; the next worker destroys it")
    for digest in broken:
        complain(f"file {digest} is damaged or missing")
    for key in missing:
        complain(f"table {key} is missing")
    say(f"{len(kept)} files, {len(broken)} damaged; {len(rows)} versions, {len(missing)} tables")
    if erased:
        say(f"{len(erased)} erased digests, {len(left)} still there")
    return 1 if broken or missing or left else 0


def openapi(services: Services, given: Namespace) -> int:
    """Print the API's description."""
    from portal.api.openapi import document  # noqa: PLC0415 - the command stays light

    show_json(document(services.settings.base_url))
    return 0


def add_person(services: Services, given: Namespace) -> int:
    """Add a person; the password never stands on the command line."""
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    with services.begin(SYSTEM) as uow:
        people.add(uow, email=given.email, name=given.name, password=password, admin=given.admin)
    say(given.email)
    return 0


def give_role(services: Services, given: Namespace) -> int:
    """Give a person a role in an organization; their sessions end."""
    with services.begin(SYSTEM) as uow:
        user = _person(uow.session, given.email)
        people.give_role(uow, user, given.organization, Role(given.role))
    return 0


def disable_person(services: Services, given: Namespace) -> int:
    """Shut a person out at once."""
    with services.begin(SYSTEM) as uow:
        people.disable(uow, _person(uow.session, given.email))
    return 0


def _person(session: Any, email: str) -> Any:
    user = people.by_email(session, email)
    if user is None:
        raise NotFound("Nobody signs in as “{email}”.", email=email)
    return user
