import io
from pathlib import Path

import pytest
from sqlalchemy import select

from datasets import destruction, erasure, indexing, intake, publishing, queries
from datasets.destruction import Furnace
from datasets.drafts import DistributionDraft
from datasets.kernel.actors import SYSTEM, Actor, Permission
from datasets.kernel.audit import AuditEntry
from datasets.kernel.errors import DomainError, Gone, InvalidMove, NotAllowed
from datasets.kernel.jobs import Job
from datasets.models.erasure import Erasure
from datasets.search.index import SearchQuery
from tests import factories

CANARY = "かなりあ金糸雀"
LATIN = "kanaria-9c41"
CSV = f"名称,備考\n北,{CANARY}\n南,{LATIN}\n"
REASON = "裁判所の命令による"
ADMIN = Actor("admin@city.example", set(Permission), None)


def erase(services, actor=ADMIN, **given):
    with services.begin(actor) as uow:
        dataset = queries.staff_dataset(uow.session, "shelters", SYSTEM)
        erasure.erase(uow, dataset, **{"reason": REASON, "typed": "shelters", **given})


def furnace(services, **given):
    parts = {
        "sessions": services.sessions,
        "clock": services.clock,
        "files": services.files,
        "tables": services.tables,
        "index": services.index,
        "forget": lambda: None,
    }
    return Furnace(**(parts | given))


def secret(services, **given):
    words = {"title": f"題名{CANARY}", "keywords": (LATIN,), "columns": {"備考": {"ja": CANARY}}}
    factories.published(services, csv=CSV, **words, **given)


def remains(home: Path) -> list[str]:
    """Files in which a canary is still to be read, in any of the ways text lies on a disk."""
    marks = [LATIN.encode(), CANARY.encode(), CANARY.encode("cp932"), CANARY.encode("utf-16-le")]
    marks.append(CANARY.encode("unicode_escape"))
    return [
        str(path.relative_to(home))
        for path in home.rglob("*")
        if path.is_file() and any(mark in path.read_bytes() for mark in marks)
    ]


def digests(services):
    with services.reading() as session:
        return session.scalars(select(Erasure)).one().digests


def test_nothing_of_an_erased_dataset_is_left_on_the_disk(services):
    secret(services)
    with services.begin(ADMIN) as uow:
        dataset = queries.staff_dataset(uow.session, "shelters", SYSTEM)
        publishing.withdraw(uow, dataset, f"{CANARY} {LATIN}")
        publishing.publish(uow, dataset)
    home = services.settings.home
    assert remains(home)

    erase(services)
    destruction.destroy(furnace(services))

    assert remains(home) == []
    assert not [digest for digest in digests(services) if services.files.exists(digest)]
    with services.reading() as session:
        noted = session.scalars(select(Erasure)).one()
    assert (noted.reason, noted.actor) == (REASON, ADMIN.name)
    assert noted.done_at is not None
    assert len(noted.sha256) == 64


def test_its_address_says_neutrally_that_it_is_gone(services):
    secret(services)

    erase(services)

    with services.reading() as session, pytest.raises(Gone) as public:
        queries.public_dataset(session, "shelters")
    with services.reading() as session, pytest.raises(Gone):
        queries.staff_dataset(session, "shelters", ADMIN)
    assert CANARY not in str(public.value)
    assert services.index.search(SearchQuery(text="題名")).total == 1, "until the job has run"
    indexing.follow(services.sessions, services.index)
    assert services.index.search(SearchQuery(text="題名")).total == 0


def test_killed_at_any_point_the_job_ends_what_it_began(services):
    secret(services)
    erase(services)

    class Broken(Exception):
        pass

    def broken(*_):
        raise Broken

    for part, name in ((services.tables, "delete"), (services.index, "rebuild")):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(part), name, broken)
            with pytest.raises(Broken):
                destruction.destroy(furnace(services))
    with pytest.raises(Broken):
        destruction.destroy(furnace(services, forget=broken))
    assert destruction.destroy(furnace(services)) == 1
    assert destruction.destroy(furnace(services)) == 0
    assert remains(services.settings.home) == []


def test_one_version_goes_and_the_others_stay(services):
    factories.published(services, csv="名称,備考\n東,\n")
    factories.published(services, csv=CSV)
    with services.reading() as session:
        (part,) = queries.public_dataset(session, "shelters").distributions
        first, second = part.versions

    erase(services, version_id=second.id)
    destruction.destroy(furnace(services))

    assert not services.files.exists(second.sha256)
    assert services.files.exists(first.sha256)
    assert remains(services.settings.home) == []
    with services.begin(ADMIN) as uow:
        dataset = queries.staff_dataset(uow.session, "shelters", SYSTEM)
        assert dataset.distributions[0].current_number is None
        assert queries.public_file(dataset, "shelters", 1).version.id == first.id
        with pytest.raises(Gone):
            queries.public_file(dataset, "shelters", 2)


def test_the_same_bytes_neither_come_back_nor_stay_when_they_are_handed_in(services):
    secret(services)
    erase(services)
    destruction.destroy(furnace(services))

    for slug in ("shelters", "elsewhere"):
        with pytest.raises(DomainError):
            factories.received(services, slug=slug, csv=CSV)
    destruction.destroy(furnace(services))

    assert remains(services.settings.home) == []


def test_bytes_that_another_dataset_holds_stay_with_it(services):
    secret(services)
    factories.published(services, slug="other", csv=CSV)

    erase(services)
    destruction.destroy(furnace(services))

    with services.reading() as session:
        kept = queries.public_file(queries.public_dataset(session, "other"), "shelters").version
    assert services.files.verify(kept.sha256)
    assert services.files.verify(kept.clean_sha256)


def test_data_that_were_never_public_are_as_unknown_as_before(services):
    factories.received(services, csv=CSV, publish=False)

    erase(services)

    with services.reading() as session, pytest.raises(DomainError) as refusal:
        queries.public_dataset(session, "shelters")
    assert refusal.value.code == "not-found"


def test_nothing_is_erased_by_a_slip(services):
    secret(services)
    editor = Actor("editor", {Permission.EDIT, Permission.PUBLISH}, None)

    with pytest.raises(NotAllowed):
        erase(services, editor)
    for slip in ({"reason": " "}, {"typed": "Shelters"}, {"typed": ""}):
        with pytest.raises(InvalidMove):
            erase(services, **slip)

    with services.reading() as session:
        assert queries.public_dataset(session, "shelters").title["ja"] == f"題名{CANARY}"


def test_a_file_that_is_being_read_is_not_erased_under_the_reader(services):
    with services.begin(SYSTEM) as uow:
        intake.receive(uow, factories.draft(services))
        uow.session.scalars(select(Job).where(Job.name == "prepare")).one().state = "running"

    with pytest.raises(InvalidMove):
        erase(services)


def test_nothing_can_be_added_to_what_was_erased(services):
    secret(services)
    erase(services)

    with pytest.raises(Gone):
        factories.received(services, csv="名称,備考\n西,\n")


def test_who_did_what_stays_written_but_not_its_content(services):
    secret(services)

    erase(services)

    with services.reading() as session:
        told = session.execute(
            select(AuditEntry.action, AuditEntry.detail).order_by(AuditEntry.id)
        ).all()
    assert [tuple(row) for row in told] == [
        ("receive", {}),
        ("publish", {}),
        ("erase", {"reason": REASON}),
    ]


def test_bytes_without_a_row_are_refused_too(services):
    secret(services)
    erase(services)
    stored = services.files.put(io.BytesIO(CSV.encode()), 1 << 20)

    with pytest.raises(InvalidMove), services.begin(SYSTEM) as uow:
        erasure.refuse_erased(uow, DistributionDraft(filename="x", sha256=stored.sha256).sha256)
