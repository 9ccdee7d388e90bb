from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from apps_gallery import gallery, queries
from apps_gallery.models import AppState
from apps_gallery.moderation import answer_by
from apps_gallery.tally import record_opens
from datasets.kernel.actors import ANYONE, SYSTEM, Actor, Permission
from datasets.kernel.audit import AuditEntry
from datasets.kernel.errors import InvalidApp, InvalidMove, NotAllowed, NotFound
from tests.apps_gallery.making import Letters, draft, submitted


@pytest.fixture
def letters():
    return Letters()


def test_an_app_is_seen_by_the_public_only_after_mail_and_approval(services, published, letters):
    published()
    with services.begin(ANYONE) as uow:
        app = gallery.submit(uow, draft(), letters)

    with services.reading() as session:
        assert queries.waiting(session, SYSTEM) == []
        with pytest.raises(NotFound):
            queries.public_app(session, app.slug)

    with services.begin(ANYONE) as uow:
        app = queries.by_status_secret(uow.session, letters.status_secret(app))
        gallery.send(uow, app, letters)
        gallery.confirm(uow, app, letters.sent[-1][1]["secret"])
    with services.begin(SYSTEM) as uow:
        [app] = queries.waiting(uow.session, SYSTEM)
        gallery.approve(uow, app, letters)

    with services.reading() as session:
        shown = queries.public_app(session, "shelter-guide")
        assert shown.state is AppState.APPROVED
        assert [data.slug for data in queries.public_datasets(shown)] == ["shelters"]
        used = queries.apps_of_dataset(session, shown.uses[0].dataset_id)
        assert [one.slug for one in used] == ["shelter-guide"]
        actions = session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject_kind == "app")
        ).all()
    assert {"submit", "confirm", "approve"} <= set(actions)
    assert letters.events == ["confirm", "approved"]


def test_only_the_newest_letter_confirms(services, published, letters):
    published()
    with services.begin(ANYONE) as uow:
        app = gallery.submit(uow, draft(), letters)
        gallery.send(uow, app, letters)
        gallery.send(uow, app, letters)
        old, new = (places["secret"] for _, places in letters.sent)

        with pytest.raises(InvalidMove):
            gallery.confirm(uow, app, old)
        gallery.confirm(uow, app, new)
        gallery.confirm(uow, app, new)  # the link may be followed twice

    assert app.state is AppState.SUBMITTED
    assert app.confirm_digest is None


@pytest.mark.parametrize("action", ["approve", "give_back", "feature", "retire", "restore", "add"])
def test_nobody_decides_without_the_right_to(services, published, letters, action):
    published()
    app = submitted(services, letters)
    nobody = Actor("who@example.jp", frozenset(Permission) - {Permission.MODERATE}, None)
    calls = {
        "approve": lambda uow: gallery.approve(uow, app, letters),
        "give_back": lambda uow: gallery.give_back(uow, app, "unclear", "", letters),
        "feature": lambda uow: gallery.feature(uow, app, featured=True),
        "retire": lambda uow: gallery.retire(uow, app, "closed", "", letters),
        "restore": lambda uow: gallery.restore(uow, app),
        "add": lambda uow: gallery.add(uow, draft()),
    }

    for who in (ANYONE, nobody):
        with pytest.raises(NotAllowed), services.begin(who) as uow:
            calls[action](uow)

    with services.reading() as session:
        assert queries.staff_apps(session, nobody) == ()
        assert queries.waiting(session, ANYONE) == ()


def test_a_returned_app_comes_back_with_an_answer(services, published, letters):
    published()
    app = submitted(services, letters)
    secret = letters.status_secret(app)
    with services.begin(SYSTEM) as uow:
        app = queries.staff_app(uow.session, app.slug, SYSTEM)
        with pytest.raises(InvalidMove):
            gallery.give_back(uow, app, "because", "", letters)
        gallery.give_back(uow, app, "unclear", "もう少しくわしく", letters)

    with services.begin(ANYONE) as uow:
        app = queries.by_status_secret(uow.session, secret)
        gallery.revise(uow, app, draft(line={"ja": "新しい一行"}, contact="other@example.jp"))
        gallery.appeal(uow, app, "一行を直しました")

    with services.reading() as session:
        [waiting] = queries.waiting(session, SYSTEM)
        told = [(event.action, event.reason) for event in queries.events(session, app.id)]
    assert waiting.line == {"ja": "新しい一行"}
    assert waiting.contact == "maker@example.jp", "a confirmed address cannot be exchanged"
    assert ("return", "unclear") in told
    assert "appeal" in [action for action, _ in told]


def test_a_retired_app_is_kept_with_its_reason(services, published, letters):
    published()
    with services.begin(SYSTEM) as uow:
        app = gallery.add(uow, draft(featured=True))
        gallery.retire(uow, app, "closed", "ありがとうございました", letters)

    with services.reading() as session:
        kept = queries.public_app(session, "shelter-guide")
        assert queries.shown(session, date(2026, 11, 22)) == []
    assert kept.state is AppState.RETIRED
    assert not kept.featured
    assert kept.title["ja"] == "ひなんナビ"


def test_two_apps_of_one_name_have_two_addresses(services, published):
    published()
    with services.begin(SYSTEM) as uow:
        slugs = [gallery.add(uow, draft()).slug for _ in range(3)]
        reserved = gallery.add(uow, draft(title={"en": "new"})).slug
        japanese = gallery.add(uow, draft(title={"ja": "ひなん"})).slug

    assert slugs == ["shelter-guide", "shelter-guide-2", "shelter-guide-3"]
    assert reserved == "new-2"
    assert japanese.startswith("app-")
    assert japanese.isascii()


def test_an_app_that_uses_no_public_data_is_refused(services, published, letters):
    published()

    with pytest.raises(NotFound), services.begin(ANYONE) as uow:
        gallery.submit(uow, draft(datasets=("secret-data",)), letters)
    with pytest.raises(InvalidApp), services.begin(ANYONE) as uow:
        gallery.submit(uow, draft(url="javascript:alert(1)"), letters)


def test_openings_are_counted_by_day_and_nothing_else(services, published):
    published()
    with services.begin(SYSTEM) as uow:
        app = gallery.add_builtin(
            uow, "graph", {}, {"title": {"ja": "グラフ"}, "line": {"ja": "見る"}}, ["shelters"]
        )
    with services.begin(ANYONE) as uow:
        record_opens(uow, {app.id: 3}, date(2026, 11, 22))
        record_opens(uow, {app.id: 2}, date(2026, 11, 22))
        record_opens(uow, {app.id: 7}, date(2026, 10, 1))

    with services.reading() as session:
        assert queries.openings(session, date(2026, 11, 22)) == {app.id: 5}
        assert queries.openings(session, date(2027, 11, 22)) == {}


@pytest.mark.parametrize(
    ("came", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 26)),  # Monday to Thursday
        (date(2026, 11, 26), date(2026, 12, 1)),  # Thursday to Tuesday
        (date(2026, 11, 28), date(2026, 12, 2)),  # Saturday to Wednesday
    ],
)
def test_an_answer_is_promised_within_three_working_days(came, due):
    assert answer_by(came) == due


def test_a_wrong_secret_is_like_no_secret(services):
    for secret in ("", "x" * 64, str(uuid4())):
        with services.reading() as session, pytest.raises(NotFound):
            queries.by_status_secret(session, secret)


def test_the_time_of_approval_is_the_time_it_is_shown_from(services, published):
    published()
    with services.begin(SYSTEM) as uow:
        app = gallery.add(uow, draft())

    assert app.approved_at is not None
    assert app.approved_at <= datetime.now(UTC)
