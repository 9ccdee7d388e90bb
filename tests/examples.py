"""What a happy city does not show: dirty files, people's data, words from outside, new people."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from apps_gallery import gallery, moderation, pictures
from datasets import panel, publishing, queries, scheduling, voice
from datasets.drafts import OrganizationDraft
from datasets.kernel.actors import SYSTEM
from datasets.kernel.messages import Message
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.organization import Organization
from datasets.voice import Correction, Wish
from harvesters import sources
from harvesters.models import HarvestRecord, HarvestRun, Outcome, RunState
from portal.accounts import invitations, passwords, people
from portal.accounts.models import Invitation, Role
from portal.demo.city import STAFF_EMAIL
from portal.settings import Settings
from portal.wiring import Services, wire
from tests import databases, factories
from tests.apps_gallery import making

_LONG_TITLE = (
    "まつのき市中央地区における高齢者と障害のある人のための福祉避難所と一般の避難所の"
    "設備とバリアフリー対応状況の一覧"
)
_DEPARTING = (
    "全国地方公共団体コード,ID,地方公共団体名,名称,名称_カナ,所在地_連結表記,緯度,経度,設置位置,"
    "電話番号,利用可能曜日,開始時間,終了時間,小児対応設備の有無,備考\n"
    "072020,0000000001,まつのき市,市役所,シヤクショ,まつのき市東栄町3-46,37.4948,139.9298,1階,"
    "0242-39-1111,月火水木金,8時30分ごろ,17:15,あり,ｶｷﾞは守衛室\n"
    "072020,0000000002,まつのき市,,ホクゲンタイイクカン,まつのき市北原1-2,37.50,139.93,㎡の部屋,"
    "でんわなし,月火水木金,09:00,21:00,有,\n"
    "072020,0000000002,まつのき市,南町小学校,ミナミマチ,まつのき市南町5,37.48,139.92,,"
    "0242-39-2222,平日,09:00,17:00,,夜はＡ棟\n"
)
_DIRTY = (
    "令和8年度 避難所の設備\r\n（2026年11月1日現在）\r\n\r\n"
    "施設名,地区,定員,電話番号\r\n"
    '中央小学校,中央,"１，２００",0242-00-0001\r\n'
    "北原　体育館,北原,９８０,0242-00-0002\r\n"
    "ﾐﾅﾐ中学校,南町,450,0242-00-0003\r\n"
    ",,,\r\n"
    '合計,,"2,630",\r\n'
    "※定員は目安です,,,\r\n"
)
_PEOPLE = (
    "氏名,生年月日,住所,電話番号\r\n"
    "松木花子,1951-04-02,まつのき市中央1-2-3,090-0000-1234\r\n"
    "松木太郎,1948-11-20,まつのき市北原4-5-6,090-0000-2345\r\n"
    "杉山一郎,1962-07-15,まつのき市南町7-8-9,080-0000-3456\r\n"
)
_NUMBERS = "氏名,個人番号\r\n松木花子,123456789018\r\n松木太郎,234567890124\r\n"
# what stands in links that only one person has; a portal keeps no more than their digests
SECRETS = {name: f"example-of-a-secret-{name}" for name in ("request", "report", "app", "welcome")}
_WIDE = ",".join(f"設備{number}の有無" for number in range(1, 31))


def make_examples(home: Path) -> None:
    """Put in what a happy city does not show; every file is prepared when this returns."""
    services = wire(
        Settings(home=home, database_url=databases.url(home), secret_key="examples" * 4)
    )
    office = {
        "organization": OrganizationDraft(slug="crisis-management", title={"ja": "危機管理課"})
    }
    hidden = office | {
        "publish": False,
        "title_en": "",
        "summary": {},
        "themes": (),
        "keywords": (),
    }
    for slug, title, filename, text in (
        ("dirty-shelters", "避難所の設備", "dirty_shelters.csv", _DIRTY),
        ("meal-service", "配食サービスの利用者", "meal_service.csv", _PEOPLE),
        ("number-list", "番号の一覧", "number_list.csv", _NUMBERS),
    ):
        content = text.encode("cp932")
        factories.received(
            services, slug=slug, title=title, filename=filename, content=content, **hidden
        )
    row = "とても長い名前の施設であるまつのき市総合福祉センター別館," + ",".join(["有"] * 30)
    factories.published(
        services,
        slug="long-title",
        title=_LONG_TITLE,
        title_en="",
        csv=f"施設の名前,{_WIDE}\n{row}\n",
        filename="long_title.csv",
        license="notspecified",
        frequency="unknown",
        **office,
    )
    for slug, make in (("departs", factories.published), ("departs-draft", factories.received)):
        make(
            services,
            slug=slug,
            title="標準と少し違う、AEDの一覧",
            title_en="",
            filename=f"{slug.replace('-', '_')}.csv",
            csv=_DEPARTING,
            **({"publish": False} if make is factories.received else {}),
            **office,
        )
    factories.published(services, slug="withdrawn", title="取り下げたデータ", **office)
    with services.begin(SYSTEM) as uow:
        dataset = queries.staff_dataset(uow.session, "withdrawn", SYSTEM)
        publishing.withdraw(uow, dataset, "まちがいが見つかったため")
    with services.begin(SYSTEM) as uow:
        panel.set_up(uow, "crisis-management", [STAFF_EMAIL], 1)
    _make_review(services)
    _make_versions(services, office)
    _make_apps(services)
    with services.begin(SYSTEM) as uow:
        _make_voices(uow)
        _make_newcomer(uow)
        _make_troubled_source(uow)
    services.engine.dispose()


def _make_review(services: Services) -> None:
    """Data of a university: public once, and changed since, so that a reviewer is waited for."""
    with services.begin(SYSTEM) as uow:
        uow.session.add(
            Organization(
                slug="review-university",
                title={"ja": "まつのき大学", "en": "Matsunoki University"},
                needs_review=True,
                created_at=uow.now,
            )
        )
    words = {"organization": OrganizationDraft(slug="review-university"), "slug": "river-levels"}
    factories.received(services, title="河川の水位", csv="観測所,水位\n北橋,1.2\n", **words)
    with services.begin(SYSTEM) as uow:
        publishing.publish(uow, queries.staff_dataset(uow.session, "river-levels", SYSTEM))
    csv = "観測所,水位\n北橋,1.2\n南橋,0.8\n"
    factories.received(services, title="まつのき川の水位（大学の観測）", csv=csv, **words)


def _make_versions(services: Services, office: Mapping[str, object]) -> None:
    """Two public versions, an update that waits for a person, and data that wait for their time."""
    head = "ID,名称,地区,定員\n"
    rows = [f"A{n:02},第{n}小学校の体育館,中央,{100 + n}\n" for n in range(1, 15)]
    words = {"slug": "versions", "title": "体育館", "filename": "gyms.csv", **office}
    second = [*rows[1:], "A90,北原公民館,北原,80\n"]
    for text in (rows, second, second[:4]):
        csv = head + "".join(text).replace("105", "150" if text is second else "105")
        factories.published(services, csv=csv, **words)
    factories.received(services, slug="in-time", title="来月から", publish=False, **office)
    with services.begin(SYSTEM) as uow:
        dataset = queries.staff_dataset(uow.session, "in-time", SYSTEM)
        scheduling.schedule(uow, dataset, uow.now + timedelta(days=30))


def _make_apps(services: Services) -> None:
    """One that waits for the city, one that was returned, one that is in the gallery no more."""
    letters = making.Letters()
    picture = pictures.keep(services.files, io.BytesIO(making.png()))
    shown = replace(picture, alt={"ja": "地図の画面"})
    reason = moderation.REASONS[0].code
    for slug, title in (
        ("waiting-app", "ひなんナビ"),
        ("returned-app", "トイレさがし"),
        ("retired-app", "雪かき当番"),
    ):
        app = making.submitted(
            services, letters, title={"ja": title}, datasets=("versions",), pictures=(shown,)
        )
        with services.begin(SYSTEM) as uow:
            app = uow.session.merge(app)
            app.slug = slug
            if slug == "returned-app":
                gallery.give_back(uow, app, reason, "地図のページが開きませんでした。", letters)
                app.status_digest = passwords.digest(SECRETS["app"])
            if slug == "retired-app":
                gallery.approve(uow, app, letters)
                gallery.retire(uow, app, reason, "", letters)


def _make_voices(uow: UnitOfWork) -> None:
    wish = Wish(
        title="学校ごとの給食のアレルゲン",
        purpose="こどもに卵のアレルギーがあり、前の日に知りたいです。",
        contact="parent@example.jp",
    )
    request, _ = voice.ask(uow, wish)
    request.secret_digest = passwords.digest(SECRETS["request"])
    report, _ = voice.report(
        uow,
        Correction(
            slug="versions",
            file="gyms",
            row_key="A05",
            column="定員",
            old_value="150",
            text="この体育館は、去年から半分しか使えません。",
            contact="neighbour@example.jp",
        ),
    )
    report.secret_digest = passwords.digest(SECRETS["report"])


def _make_newcomer(uow: UnitOfWork) -> None:
    user = people.add(uow, email="newcomer@example.jp", name="水道課 新野", password=None)
    people.give_role(uow, user, "crisis-management", Role.PUBLISHER)
    uow.session.add(
        Invitation(
            account_id=user.id,
            digest=passwords.digest(SECRETS["welcome"]),
            created_at=uow.now,
            expires_at=uow.now + timedelta(days=invitations.VALID_DAYS),
        )
    )


def _make_troubled_source(uow: UnitOfWork) -> None:
    """A run that took two, could not take one, and no longer found another."""
    source = sources.add(
        uow,
        kind="folder",
        url="https://troubled.example.jp/data/",
        organization="crisis-management",
        options={},
    )
    source.slug = "troubled"
    run = HarvestRun(
        source_id=source.id,
        state=RunState.COMPLETE,
        counts={Outcome.NEW: 1, Outcome.FAILED: 1},
        started_at=uow.now - timedelta(hours=2),
        finished_at=uow.now - timedelta(hours=1),
    )
    uow.session.add(run)
    uow.session.flush()
    gone = queries.staff_dataset(uow.session, "versions", SYSTEM)
    told = Message("The file is larger than this portal takes.")
    for name, outcome, given in (
        ("fine.csv", Outcome.NEW, {}),
        ("very-large.csv", Outcome.FAILED, {"message": told.to_json()}),
        ("gyms.csv", Outcome.SAME, {"missing_runs": 3, "dataset_id": gone.id}),
    ):
        uow.session.add(
            HarvestRecord(
                source_id=source.id,
                run_id=run.id,
                identifier=name,
                outcome=outcome,
                met_at=uow.now,
                **given,
            )
        )
