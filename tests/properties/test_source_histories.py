"""Whatever a source lists from day to day, nothing is hidden without a person beyond the limit."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from datasets.braking import LARGEST_SHARE, SMALLEST_COUNT
from datasets.drafts import DatasetDraft, DistributionDraft, OrganizationDraft, Provenance
from datasets.kernel.actors import SYSTEM
from datasets.kernel.messages import Message
from datasets.models import Base
from datasets.models.dataset import Dataset, State
from harvesters import runner, sources
from harvesters.base import Harvester, IncompleteListing, RemoteRecord
from harvesters.compare import absent
from harvesters.models import HarvestSource
from portal.settings import Settings
from portal.wiring import Services, wire

NAMES = [f"d{number:02}" for number in range(30)]


@dataclass(frozen=True)
class Day:
    """One run: what is listed, whether the list ended well, whether a person agreed before."""

    listed: frozenset[str]
    is_complete: bool = True
    is_agreed: bool = False


@dataclass
class Catalogue:
    """What a portal shows of one source, and for how long it has missed each dataset."""

    missing: dict[str, int] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def live(self, day: Day) -> frozenset[str]:
        """Let a day pass; what was hidden on it."""
        for name in day.listed:
            self.missing[name] = 0
            self.hidden.discard(name)
        if not day.is_complete:
            return frozenset()
        absence = absent(self.missing, day.listed, agreed=day.is_agreed)
        self.missing.update(absence.missing_runs)
        for name in absence.withdraw:
            del self.missing[name]
        self.hidden |= absence.withdraw
        return absence.withdraw


def days(names: list[str]) -> st.SearchStrategy[list[Day]]:
    """Histories in which most days list most of what there is."""
    listed = st.one_of(
        st.just(frozenset(names)),
        st.sets(st.sampled_from(names), max_size=4).map(lambda gone: frozenset(names) - gone),
        st.frozensets(st.sampled_from(names)),
        st.just(frozenset[str]()),
    )
    day = st.builds(Day, listed, st.sampled_from([True, True, True, False]), st.just(False))
    return st.lists(day, min_size=1, max_size=12)


@given(days(NAMES))
@settings(max_examples=1_000)
def test_nothing_is_hidden_without_a_person_beyond_the_limit(history):
    catalogue = Catalogue()
    for number, day in enumerate(history):
        standing = len(catalogue.missing.keys() | day.listed)
        hidden = catalogue.live(day)

        assert len(hidden) <= max(SMALLEST_COUNT, LARGEST_SHARE * standing)
        assert not hidden or (day.listed and day.is_complete)
        complete = [d for d in history[: number + 1] if d.is_complete][-3:]
        for name in hidden:
            assert len(complete) == 3
            assert all(name not in d.listed for d in complete)


@given(days(NAMES), st.sampled_from(NAMES))
@settings(max_examples=300)
def test_what_is_listed_again_is_shown_again(history, name):
    catalogue = Catalogue()
    for day in history:
        catalogue.live(day)

    catalogue.live(Day(frozenset({name})))

    assert name not in catalogue.hidden


@given(days(NAMES))
@settings(max_examples=300)
def test_an_agreement_hides_only_what_three_complete_runs_have_missed(history):
    catalogue = Catalogue()
    for day in history:
        catalogue.live(day)
    due = {name for name, runs in catalogue.missing.items() if runs >= 2}

    hidden = catalogue.live(Day(frozenset(), is_agreed=True))

    assert hidden == due


@given(days(NAMES[:8]))
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
def test_the_runner_keeps_the_same_books_whatever_the_order_of_the_list(history):
    history = history[:6]
    expected = Catalogue()
    for day in history:
        expected.live(day)

    first, second = (_lived(history, backwards=order) for order in (False, True))

    shown = {name for day in history for name in day.listed} - expected.hidden
    assert first == second
    assert {name for name, state in first.items() if state is State.PUBLISHED} == shown


class _Listed(Harvester[None]):
    """Lists what it is told to; its datasets are links."""

    kind = "listed"
    day = Day(frozenset())
    backwards = False

    def discover(self) -> Iterator[RemoteRecord]:
        for name in sorted(self.day.listed, reverse=self.backwards):
            yield RemoteRecord(name, "1")
        if not self.day.is_complete:
            raise IncompleteListing("The list is not whole")

    def read(self, record: RemoteRecord) -> DatasetDraft:
        link = DistributionDraft(
            filename="page",
            uri="https://example.jp/page",
            identifier="page",
            link_reason=Message("It is a web page"),
        )
        return DatasetDraft(
            title={"ja": record.identifier},
            organization=OrganizationDraft(slug="machi"),
            provenance=Provenance(kind="listed", source="s", identifier=record.identifier),
            files=(link,),
        )


def _lived(history: list[Day], *, backwards: bool) -> dict[str, State]:
    """The state of every dataset after a history that a real runner has lived through."""
    with tempfile.TemporaryDirectory() as home:
        services = wire(Settings(home=Path(home), secret_key="test" * 8))
        Base.metadata.create_all(services.engine)
        try:
            return _run(services, history, backwards)
        finally:
            services.engine.dispose()


def _run(services: Services, history: list[Day], backwards: bool) -> dict[str, State]:
    with services.begin(SYSTEM) as uow:
        source = HarvestSource(
            slug="s", kind="listed", url="", organization_slug="machi", created_at=uow.now
        )
        uow.session.add(source)
        uow.session.flush()
        source_id = source.id
    harvester: Any = _Listed(None, None, None)  # type: ignore[arg-type]  # it asks nobody
    harvester.backwards = backwards
    found = sources.harvester
    sources.harvester = lambda source, http: harvester
    try:
        with services.http() as http:
            for day in history:
                harvester.day = replace(day)
                runner.run(_tools(services, http), source_id)
    finally:
        sources.harvester = found
    with services.reading() as session:
        return {d.origin_identifier: d.state for d in session.scalars(select(Dataset))}


def _tools(services: Services, http: Any) -> runner.Tools:
    return runner.Tools(
        sessions=services.sessions,
        clock=services.clock,
        files=services.files,
        http=http,
        max_file_bytes=1 << 20,
        pause_s=0.0,
    )
