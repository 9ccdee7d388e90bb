"""portal harvest: kinds, preview, add, run, status."""

from argparse import Namespace, _SubParsersAction
from collections import Counter
from typing import Any

from datasets.kernel import jobs
from datasets.kernel.actors import SYSTEM
from datasets.kernel.errors import InvalidDraft
from harvesters import registry, sources, trial
from harvesters.models import HarvestSource
from harvesters.queries import last_run, records_that_failed
from harvesters.trial import Proposal
from portal.commands.terminal import complain, say, show_table
from portal.commands.working import finish_jobs
from portal.wiring import Services


def add_words(subparsers: "_SubParsersAction[Any]") -> None:
    """Add `harvest` and its actions to the command."""
    harvest = subparsers.add_parser("harvest", help="pull datasets from where they are kept")
    actions = harvest.add_subparsers(dest="action", required=True)
    actions.add_parser("kinds", help="the kinds of source there are").set_defaults(run=kinds)
    look = actions.add_parser("preview", help="what a source would give; nothing is stored")
    add = actions.add_parser("add", help="add a source, or change the options of a known one")
    for parser in (look, add):
        parser.add_argument("kind")
        parser.add_argument("url", help="address, or for folder a folder of this machine")
        parser.add_argument("--option", action="append", default=[], metavar="K=V")
    add.add_argument("--organization", required=True, metavar="SLUG")
    look.set_defaults(run=preview)
    add.set_defaults(run=add_source)
    start = actions.add_parser("run", help="harvest now")
    start.add_argument("source", nargs="?", help="one source; all if it is left out")
    start.set_defaults(run=run)
    actions.add_parser("status", help="sources and their last runs").set_defaults(run=status)


def kinds(services: Services, given: Namespace) -> int:
    """Name the kinds of source."""
    for name, kind in sorted(registry.kinds().items()):
        say(f"{name}: {(kind.__doc__ or '').strip()}")
    return 0


def preview(services: Services, given: Namespace) -> int:
    """Show the first datasets a source would give."""
    proposal = Proposal(
        kind=given.kind,
        url=given.url,
        organization="preview",
        options=_options(given.option),
        allow_local=True,
    )
    seen = trial.look(
        SYSTEM,
        proposal,
        allow_loopback=services.settings.allow_loopback,
        user_agent=services.user_agent,
    )
    for told in filter(None, (seen.refusal, seen.doubt)):
        complain(str(told))
    if seen.refusal:
        return 1
    rows = [
        (str(d.problem), "", "")
        if d.problem
        else (next(iter(d.title.values()), ""), ", ".join(d.files), d.license_given)
        for d in seen.drafts
    ]
    show_table(f"{given.kind} {given.url}", ("title", "files", "licence"), rows)
    return 0


def add_source(services: Services, given: Namespace) -> int:
    """Add a source; a path of this machine is allowed here, and only here."""
    with services.begin(SYSTEM) as uow:
        source = sources.add(
            uow,
            kind=given.kind,
            url=given.url,
            organization=given.organization,
            options=_options(given.option),
            allow_local=True,
        )
        slug = source.slug
    say(slug)
    return 0


def run(services: Services, given: Namespace) -> int:
    """Harvest one source or all, and wait until everything that follows is done."""
    with services.begin(SYSTEM) as uow:
        wanted = (
            [sources.by_slug(uow.session, given.source)]
            if given.source
            else list(sources.everything(uow.session))
        )
        for source in wanted:
            queue(uow.session, source, uow.now)
    done = finish_jobs(services)
    status(services, given)
    return 0 if done else 1


def queue(session: Any, source: HarvestSource, now: Any) -> None:
    """Queue one run of a source; one that waits already is enough."""
    key = f"harvest:{source.id}"
    jobs.enqueue(session, "harvest", {"source": str(source.id)}, now=now, unique_key=key)


def status(services: Services, given: Namespace) -> int:
    """Show every source with its last run, and why records failed."""
    rows, failures = [], []
    with services.reading() as session:
        for source in sources.everything(session):
            last = last_run(session, source)
            counts = Counter(last.counts) if last else Counter[str]()
            shown = " ".join(f"{name}={count}" for name, count in sorted(counts.items()))
            rows.append((source.slug, source.kind, source.url, last.state if last else "", shown))
            failures.extend(records_that_failed(session, source))
    show_table("sources", ("source", "kind", "address", "last run", "records"), rows)
    for record, message in failures:
        say(f"{record.outcome}: {record.identifier}: {message}")
    return 0


def _options(given: list[str]) -> dict[str, str]:
    parted = [text.partition("=") for text in given]
    if any(not sign for _, sign, _ in parted):
        raise InvalidDraft("Write an option as name=value.")
    return {name: value for name, _, value in parted}
