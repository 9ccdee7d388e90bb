import io
import zipfile

import pytest
from PIL import Image
from sqlalchemy import select, update

from datasets import pipeline, queries, rescanning
from datasets.examination import prepare_file
from datasets.kernel.actors import SYSTEM
from datasets.kernel.audit import AuditEntry
from datasets.kernel.errors import UnreadableFile
from datasets.kernel.jobs import Job
from datasets.models.dataset import State
from datasets.models.disclosure import DisclosureQuestion
from datasets.models.distribution import FileVersion
from datasets.scanning import scan_file
from datasets.validation.checks.kinds import PrivacyKind
from datasets.validation.checks.privacy import RULES_VERSION, Place
from tests import factories


@pytest.fixture
def public(services):
    """Something public that was searched by older rules."""
    factories.published(services)
    with services.begin(SYSTEM) as uow:
        uow.session.execute(update(FileVersion).values(privacy_rules="1"))
    with services.reading() as session:
        return session.scalars(select(FileVersion)).one()


def rescan(services, version, *kinds):
    told = [Place().finding(kind, 3, "備考", (2,)).to_json() for kind in kinds]
    rescanning.rescan(factories.workshop(services), version.id, run=lambda *_: told)


def state(services):
    with services.reading() as session:
        return queries.staff_dataset(session, "shelters", SYSTEM).state


def asked(services):
    with services.reading() as session:
        return [(q.kind, q.blocking) for q in session.scalars(select(DisclosureQuestion))]


def test_what_was_searched_by_older_rules_is_queued_once(services, public):
    for _ in range(2):
        with services.begin(SYSTEM) as uow:
            assert rescanning.queue_old(uow) == 1

    with services.reading() as session:
        jobs = session.scalars(select(Job).where(Job.name == "rescan")).all()
    assert [job.payload for job in jobs] == [{"version": str(public.id)}]


def test_a_file_that_is_still_clean_is_not_searched_again(services, public):
    rescanning.rescan(factories.workshop(services), public.id, run=scan_file)

    assert (state(services), asked(services)) == (State.PUBLISHED, [])
    with services.begin(SYSTEM) as uow:
        assert rescanning.queue_old(uow) == 0
        assert uow.session.get(FileVersion, public.id).privacy_rules == RULES_VERSION


def test_my_numbers_found_later_take_it_from_the_public_at_once_and_are_written_down(
    services, public, client
):
    assert client.get("/d/shelters.csv").status_code == 200

    rescan(services, public, PrivacyKind.MY_NUMBER)

    assert client.get("/d/shelters.csv").status_code == 410
    assert (state(services), asked(services)) == (State.WITHDRAWN, [("my_number", True)])
    with services.reading() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (last.action, last.actor) == ("withdraw", "system")


def test_anything_else_is_asked_of_a_person_once_and_stays_public_until_then(
    services, public, staff
):
    rescan(services, public, PrivacyKind.REMARK)
    with services.begin(SYSTEM) as uow:
        uow.session.execute(update(FileVersion).values(privacy_rules="1"))
    rescan(services, public, PrivacyKind.REMARK)

    assert (state(services), asked(services)) == (State.PUBLISHED, [("remark", False)])
    links = staff.get("/staff/").links()
    assert any(link.startswith("/staff/data/shelters/safety") for link in links)


def test_what_a_person_then_withholds_is_withdrawn_at_once(services, public, staff, client):
    rescan(services, public, PrivacyKind.REMARK)
    page = staff.get("/staff/data/shelters/safety")
    (action,) = [
        form.get("action", "")
        for form in page.all("form")
        if "/staff/questions/" in form.get("action", "")
    ]

    staff.submit(page, action, slug="shelters", decision="refuse", reason="名前があります")

    assert client.get("/d/shelters.csv").status_code == 410
    pipeline.index(factories.workshop(services))
    assert client.get("/api/v1/datasets").json["total"] == 0


def photo(**saved: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "green").save(buffer, "JPEG", **saved)
    return buffer.getvalue()


def kept(services, filename: str, harmless: bytes, content: bytes) -> FileVersion:
    """A public file that is no table, kept as files were before any of them was searched."""
    factories.published(services, filename=filename, content=harmless)
    stored = services.files.put(io.BytesIO(content), 1 << 20)
    with services.begin(SYSTEM) as uow:
        uow.session.execute(
            update(FileVersion).values(
                privacy_rules="", format="bin", sha256=stored.sha256, clean_sha256=None
            )
        )
    with services.reading() as session:
        return session.scalars(select(FileVersion)).one()


def look_again(services, version: FileVersion) -> None:
    rescanning.rescan(factories.workshop(services), version.id, look=prepare_file)


def test_files_that_are_no_tables_are_queued_and_searched_too(services, client):
    version = kept(services, "letter.docx", letter("案内"), letter("個人番号 1234 5702 6573"))

    with services.begin(SYSTEM) as uow:
        assert rescanning.queue_old(uow) == 1
    look_again(services, version)

    assert (state(services), asked(services)) == (State.WITHDRAWN, [("my_number", True)])
    assert client.get("/ja/dataset/shelters").status_code == 410


def test_a_picture_of_before_goes_out_made_anew_and_no_longer_as_it_came(services, client):
    exif = Image.Exif()
    exif[0x010F] = "CAMERA-SERIAL"
    version = kept(services, "photo.jpg", photo(), photo(exif=exif))
    address = "/d/shelters/photo/original"
    assert b"CAMERA" in client.get(address).data

    look_again(services, version)

    assert b"CAMERA" not in client.get(address).data
    with services.reading() as session:
        again = session.scalars(select(FileVersion)).one()
    assert (again.format, again.outgoing_sha256 == again.sha256) == ("jpg", False)
    assert (state(services), asked(services)) == (State.PUBLISHED, [])


def test_a_picture_that_cannot_be_made_anew_waits_for_a_person(services):
    version = kept(services, "photo.jpg", photo(), photo())

    def break_off(*_: object) -> dict[str, object]:
        raise UnreadableFile("The picture is damaged", detail_code="E_IMAGE")

    rescanning.rescan(factories.workshop(services), version.id, look=break_off)

    assert asked(services) == [("picture", False)]


def letter(text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        target.writestr("word/document.xml", f"<w:document><w:p>{text}</w:p></w:document>")
    return buffer.getvalue()
