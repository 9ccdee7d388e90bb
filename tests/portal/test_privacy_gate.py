"""Personal data does not become public by any way in, and by none out."""

import csv
import io

import pytest
import xlsxwriter
from sqlalchemy import select

from datasets import disclosure, intake, pipeline, publishing, queries
from datasets.kernel.actors import SYSTEM, Actor, Permission
from datasets.kernel.errors import DisclosureBlocked, NotAllowed
from datasets.models.disclosure import DisclosureQuestion
from datasets.models.distribution import FileVersion
from tests import factories
from tests.harvesters import making

TITLE = "介護給付の一覧"
WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
OFFICER = Actor("officer@example.jp", frozenset({Permission.DISCLOSE}), frozenset({"machi"}))
PATHS = (
    "/ja/dataset/secret",
    "/en/dataset/secret",
    "/ja/dataset/secret/history",
    "/ja/dataset/secret/secret/table",
    "/ja/dataset/secret/secret/chart",
    "/d/secret.csv",
    "/d/secret.json",
    "/d/secret/secret.csv",
    "/d/secret/secret.xlsx",
    "/d/secret/secret.parquet",
    "/d/secret/secret@1.csv",
    "/d/secret/secret/original",
    "/dataset/secret/datapackage.json",
    "/api/v1/datasets/secret",
    "/api/v1/datasets/secret/files/secret/rows",
)
LISTS = (
    "/ja/",
    "/ja/search",
    "/ja/search?q=介護",
    "/ja/orgs/",
    "/api/v1/datasets",
    "/api/v1/datasets?q=介護",
    "/api/v1/suggest?q=介護",
    "/sitemap.xml",
)


def my_number(seed: int) -> str:
    """Twelve digits with the check digit of the order of 2014, article 5."""
    digits = f"{seed:011}"
    rest = sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11
    return digits + str(0 if rest <= 1 else 11 - rest)


def my_number_csv() -> bytes:
    written = io.StringIO()
    rows = [[n + 1, f"町{n}", my_number(12345678000 + n * 7)] for n in range(30)]
    csv.writer(written).writerows([["番号", "地区", "個人番号"], *rows])
    return written.getvalue().encode()


def phones_workbook(*, hide: bool) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        shown = book.add_worksheet("施設")
        for row, cells in enumerate([["名称", "定員"], ["中央公園", 30], ["北公園", 40]]):
            shown.write_row(row, 0, cells)
        hidden = book.add_worksheet("担当")
        if hide:
            hidden.hide()
        hidden.write_row(0, 0, ["係", "連絡先"])
        for row in range(20):
            hidden.write_row(row + 1, 0, [f"係{row}", f"090-1{row:03}-{row * 37:04}"])
    return written.getvalue()


def hidden_phones_workbook() -> bytes:
    return phones_workbook(hide=True)


FILES = {
    "my_number": ("secret.csv", my_number_csv),
    "phones": ("secret.xlsx", hidden_phones_workbook),
}


def by_harvest(services, tmp_path, filename, content):
    sidecar = f'{{"title": "{TITLE}", "slug": "secret"}}'
    files = {"s/dataset.json": sidecar, f"s/{filename}": content}
    folder = making.write(tmp_path / "city", files)
    making.run(services, making.source(services, folder, recursive="true"))


def by_upload_to_publish(services, tmp_path, filename, content, publish=True):
    organization = intake.OrganizationDraft(slug="machi")
    draft = factories.draft(
        services,
        content=content,
        filename=filename,
        slug="secret",
        title=TITLE,
        organization=organization,
        publish=publish,
    )
    with services.begin(SYSTEM) as uow:
        intake.receive(uow, draft)
    factories.prepare_all(services, "secret")


def by_upload_and_a_click_on_publish(services, tmp_path, filename, content):
    by_upload_to_publish(services, tmp_path, filename, content, publish=False)
    with pytest.raises(DisclosureBlocked), services.begin(SYSTEM) as uow:
        publishing.publish(uow, queries.staff_dataset(uow.session, "secret", SYSTEM))


DOORS = (by_harvest, by_upload_to_publish, by_upload_and_a_click_on_publish)


@pytest.fixture(params=FILES)
def kind(request):
    return request.param


@pytest.fixture(params=DOORS, ids=lambda door: door.__name__)
def handed_in(request, services, tmp_path, kind):
    """A file with personal data that has come in by one of the doors."""
    filename, content = FILES[kind]
    request.param(services, tmp_path, filename, content())
    pipeline.index(factories.workshop(services))
    return kind


def questions(services):
    with services.reading() as session:
        return session.scalars(select(DisclosureQuestion)).all()


def decide(services, actor, *, allow=True, reason="本人の同意があります"):
    for question in questions(services):
        with services.begin(actor) as uow:
            disclosure.decide(uow, question.id, allow=allow, reason=reason, basis="business")
    pipeline.index(factories.workshop(services))


def assert_unknown_to_the_public(client):
    for path in PATHS:
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 404, path
        assert TITLE not in answer.get_data(as_text=True), path
    for path in LISTS:
        answer = client.get(path)
        assert answer.status_code == 200, path
        body = answer.get_data(as_text=True)
        assert "secret" not in body, path
        assert TITLE not in body, path


def test_the_public_does_not_learn_of_a_file_with_personal_data(handed_in, client):
    assert_unknown_to_the_public(client)


def test_a_file_with_personal_data_waits_in_review_with_a_question(handed_in, services):
    with services.reading() as session:
        secret = queries.staff_dataset(session, "secret", SYSTEM)

    assert secret.state == "in_review"
    assert [file.current_number for file in secret.distributions] == [None] * len(
        secret.distributions
    )
    assert any(question.blocking for question in questions(services)) == (handed_in == "my_number")
    for question in questions(services):
        assert "090" not in str(question.message)


def test_the_original_stays_for_its_publisher(handed_in, services, staff):
    _, content = FILES[handed_in]
    with services.reading() as session:
        version = session.scalars(select(FileVersion).where(FileVersion.number == 1)).first()

    kept = staff.client.get(f"/staff/data/secret/original/{version.id}")

    assert kept.status_code == 200
    received = kept.data
    kept.close()
    assert services.files.verify(version.sha256)
    if handed_in == "my_number":  # a workbook holds the time it was made
        assert received == content()


def test_no_decision_overrides_my_numbers(services, tmp_path, client):
    by_harvest(services, tmp_path, "secret.csv", my_number_csv())

    with pytest.raises(DisclosureBlocked):
        decide(services, OFFICER)

    with pytest.raises(DisclosureBlocked), services.begin(SYSTEM) as uow:
        publishing.publish(uow, queries.staff_dataset(uow.session, "secret", SYSTEM))
    assert_unknown_to_the_public(client)


def test_phone_numbers_stay_hidden_until_an_officer_gives_a_reason(services, tmp_path, client):
    by_harvest(services, tmp_path, "secret.xlsx", hidden_phones_workbook())
    editor = Actor("editor", frozenset({Permission.EDIT, Permission.PUBLISH}), None)
    elsewhere = Actor("officer", frozenset({Permission.DISCLOSE}), frozenset({"other"}))

    for actor in (editor, elsewhere):
        with pytest.raises(NotAllowed):
            decide(services, actor)
    with pytest.raises(DisclosureBlocked):
        decide(services, OFFICER, reason=" ")

    assert_unknown_to_the_public(client)
    decide(services, OFFICER)
    assert client.get("/ja/dataset/secret").status_code == 200
    assert {question.decided_by for question in questions(services)} == {"officer@example.jp"}


def test_what_an_officer_withholds_stays_hidden(services, tmp_path, client):
    by_harvest(services, tmp_path, "secret.xlsx", hidden_phones_workbook())

    decide(services, OFFICER, allow=False)

    assert_unknown_to_the_public(client)
    with pytest.raises(DisclosureBlocked), services.begin(SYSTEM) as uow:
        publishing.publish(uow, queries.staff_dataset(uow.session, "secret", SYSTEM))


def test_a_broken_newer_file_does_not_let_the_older_sheets_out(services, tmp_path, client):
    by_upload_to_publish(services, tmp_path, "secret.xlsx", phones_workbook(hide=False))

    by_upload_to_publish(services, tmp_path, "secret.xlsx", b"PK\x03\x04 broken")

    pipeline.index(factories.workshop(services))
    assert_unknown_to_the_public(client)


def test_a_public_dataset_keeps_its_old_file_while_a_new_one_is_asked_about(
    services, tmp_path, client
):
    by_upload_to_publish(services, tmp_path, "secret.csv", "地区,定員\n北,10\n".encode())
    assert client.get("/d/secret/secret.csv").status_code == 200

    by_upload_to_publish(services, tmp_path, "secret.csv", my_number_csv())

    answer = client.get("/d/secret/secret.csv")
    assert answer.status_code == 200
    assert "個人番号" not in answer.get_data(as_text=True)
    assert client.get("/d/secret/secret@2.csv").status_code == 404
    assert "個人番号" not in client.get("/api/v1/datasets/secret").get_data(as_text=True)


def test_text_that_was_broken_before_it_came_waits_for_a_person(services):
    broken = "番号,名称\n" + "".join(f"{n},縺九＞縺斐↓縺{n}\n" for n in range(5))
    factories.received(services, slug="secret", csv=broken)
    with services.reading() as session:
        [question] = session.scalars(select(DisclosureQuestion)).all()
        assert queries.staff_dataset(session, "secret", SYSTEM).published_at is None
    assert (question.kind, question.blocking) == ("broken_text", False)

    with services.begin(SYSTEM) as uow:
        disclosure.decide(uow, question.id, allow=True, reason="原本もこの状態のため")

    with services.reading() as session:
        assert queries.public_dataset(session, "secret").published_at is not None
