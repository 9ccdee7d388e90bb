"""Every address answers as if what one may not see were not there at all.

A portal is asked everything twice: with private data in it, and as it was before they came. For
those who may not see them both answers are the same, to the byte: words, counts, facets, feeds,
suggestions, headers, redirects, refusals. What is private is thereby missing, not forbidden.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from werkzeug.routing import AnyConverter, Rule

from datasets import queries, scheduling
from datasets.drafts import OrganizationDraft
from datasets.kernel.actors import SYSTEM
from datasets.models.distribution import Stage
from tests.portal import world as made
from tests.portal.world import ANONYMOUS, OFFICE, TOKEN, TOKEN_OF_B, World

CANARY = "カナリア"
CSV = f"{CANARY}列,定員\n{CANARY}小学校,950\n北原小学校,980\n"
_CHANGES = re.compile(
    r'name="csrf_token" value="[^"]*"|csrf-token" content="[^"]*"|番号 [0-9a-f]{8,}'
)
_PLACE = re.compile(r"<(?:[^>]*:)?(\w+)>")
_UNSTABLE = frozenset({"Date", "ETag", "Set-Cookie", "Last-Modified", "Content-Length"})
# the same question of a picture: drawing takes long, and nothing of it depends on who asks
_DRAWN_ONCE = re.compile(r"chart\.(svg|png)")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Public data of two offices."""
    world = made.make_world(tmp_path_factory.mktemp("leaks") / "home")
    yield world
    world.services.engine.dispose()


def _hide(world: World) -> None:
    """Drafts, one with a time, data in review, and unpublished versions of public files."""
    told = {"title": f"{CANARY}一覧", "title_en": "Canary list", "keywords": (CANARY,)}
    made.add_dataset(world, "canary-draft", csv=CSV, publish=False, **told)
    made.add_dataset(world, "canary-review", csv=made.PHONES.format(f"{CANARY}列"), **told)
    made.add_dataset(world, "canary-refused", content=b"PK\x03\x04", publish=False, **told)
    made.add_dataset(world, "canary-due", csv=CSV, publish=False, **told)
    with world.services.begin(SYSTEM) as uow:
        due = queries.staff_dataset(uow.session, "canary-due", SYSTEM)
        scheduling.schedule(uow, due, uow.now + timedelta(days=1))
    open_a = {"organization": OrganizationDraft(slug=OFFICE), "title": "open-a"}
    made.add_dataset(
        world, "open-a", csv=made.PHONES.format(f"{CANARY}列"), title_en="open-a", **open_a
    )
    made.index(world)


def _profiles(world: World) -> list[dict[str, str]]:
    """Values for the places of an address that belong together."""
    nothing = {"slug": "nothing", "file": "nothing", "number": "1"}
    hidden = [
        {"slug": slug, "file": slug.replace("-", "_"), "number": "1"}
        for slug in ("canary-draft", "canary-review", "canary-refused", "canary-due")
    ]
    versions = {"before": "1", "after": "2"}
    public = [{"slug": "open-a", "file": "open_a", "number": n, **versions} for n in "12"]
    return [nothing, *hidden, *public]


def _addresses(world: World) -> Iterator[str]:
    for rule in world.app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint not in {"session.language", "assets.file"}:
            for profile in _profiles(world) if rule.arguments else [{}]:
                yield from filled(world, rule, profile)
    for path in ("/ja/search", "/en/search", "/api/v1/datasets", "/api/v1/suggest"):
        for words in (CANARY, "canary", "canary-draft", "携帯電話"):
            yield f"{path}?q={words}"
    for facet in ("cat", "org", "fmt", "tag"):
        yield f"/ja/search?{facet}={CANARY}"
    yield f"/api/v1/datasets?org={OFFICE}&size=100"
    yield f"/d/open-a/open_a.csv?{CANARY}列=1"
    yield f"/api/v1/datasets/open-a/files/open_a/rows?{CANARY}列=1"


def filled(world: World, rule: Rule, profile: dict[str, str]) -> Iterator[str]:
    """The addresses of a rule, its places filled in from what belongs together."""
    choices = []
    for name, converter in rule._converters.items():
        if isinstance(converter, AnyConverter):
            choices.append([(name, item) for item in sorted(converter.items)])
        else:
            choices.append([(name, _guess(world, name, type(converter).__name__, profile))])
    for chosen in map(dict, product(*choices)):
        path = _PLACE.sub(lambda match, chosen=chosen: chosen[match.group(1)], rule.rule)
        if not _DRAWN_ONCE.search(path):
            yield path


def _guess(world: World, name: str, converter: str, profile: dict[str, str]) -> str:
    slug = profile["slug"]
    if converter == "UUIDConverter":
        wanted = "distribution" if name == "number" else "version"
        return world.ids.get(f"{slug}:{wanted}", "00000000-0000-4000-8000-000000000000")
    if name in profile:
        return profile[name]
    if name in {"filename", "path"}:
        return f"{profile['file']}.csv"
    if name == "sha256":
        return world.ids.get(f"{slug}:sha256", "0" * 64)
    return slug


def _answers(world: World, asked: list[tuple[str, str]]) -> dict[str, str]:
    found = {}
    for role, address in asked:
        with world.client(role).get(address, headers=world.headers[role]) as answer:
            headers = sorted(
                f"{name}: {value}" for name, value in answer.headers if name not in _UNSTABLE
            )
            body = answer.get_data()
            text = _CHANGES.sub("", body.decode("utf-8", "replace"))
            found[f"{role} {address}"] = "\n".join([answer.status, *headers, text])
    return found


def test_what_one_may_not_see_changes_no_answer(world):
    with world.unchanged():
        _hide(world)
        asked = _asked(world)
        with_canaries = _answers(world, asked)
        assert CANARY in world.client("publisher of A").get("/staff/").text
    made.rebuild(world)
    before = _answers(world, asked)

    leaks = [one for one, answer in with_canaries.items() if before[one] != answer]

    assert len(before) > 200
    assert not leaks, "\n".join(leaks)


def _asked(world: World) -> list[tuple[str, str]]:
    """Who asks what: nobody in particular asks everything; others what could be theirs."""
    everything = sorted(set(_addresses(world)))
    staff = [address for address in everything if address.startswith("/staff")]
    few = [a for a in everything if "canary-draft" in a and a not in staff]
    own = [address for address in few if "/versions/" in address]  # a token of A may ask these
    return [
        *product([ANONYMOUS], everything),
        *product(["publisher of B", TOKEN_OF_B], [*staff, *few]),
        *product(["publisher of A", "site admin", TOKEN], sorted({*few} - {*own})),
    ]


def test_a_change_of_office_moves_the_right_to_see_at_once(world):
    with world.unchanged():
        _hide(world)
        with world.services.begin(SYSTEM) as uow:
            dataset = queries.staff_dataset(uow.session, "canary-draft", SYSTEM)
            dataset.organization_id = queries.organization(uow.session, made.OTHER).id

        status = {
            role: world.client(role).get("/staff/data/canary-draft").status_code
            for role in ("publisher of A", "publisher of B")
        }

    assert status == {"publisher of A": 404, "publisher of B": 200}


def test_what_is_in_review_can_be_seen_by_its_office_and_is_really_private(world):
    with world.unchanged():
        _hide(world)
        with world.services.reading() as session:
            for slug in ("canary-draft", "canary-review", "canary-refused"):
                dataset = queries.staff_dataset(session, slug, SYSTEM)
                assert dataset.published_at is None
            hidden = queries.staff_dataset(session, "open-a", SYSTEM).distributions[0]
            assert hidden.versions[-1].stage is Stage.PACKAGED
            assert (hidden.current_number, len(hidden.versions)) == (1, 2)

        seen = world.client("reviewer of A").get("/staff/data/canary-review")

    assert seen.status_code == 200
    assert CANARY in seen.text
