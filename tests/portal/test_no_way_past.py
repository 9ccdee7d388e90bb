"""Nothing gets past an open question to the public, and what is withdrawn is gone everywhere."""

from contextlib import suppress
from datetime import date
from itertools import product
from types import SimpleNamespace

from datasets import assessing, disclosure, gate, pipeline, publishing, queries, reviewing
from datasets.kernel.actors import SYSTEM, Actor, Permission
from datasets.kernel.errors import DomainError
from datasets.models.dataset import State
from tests import factories
from tests.portal.test_no_leaks import filled
from tests.portal.test_privacy_gate import (
    OFFICER,
    by_upload_to_publish,
    hidden_phones_workbook,
)

CANARY = "まぼろし公民館"


def everywhere(services, client):
    """Every public address there is, filled in for the dataset."""
    with services.reading() as session:
        (file,) = queries.staff_dataset(session, "secret", SYSTEM).distributions
    ids = {
        "secret:version": str(file.versions[-1].id),
        "secret:distribution": str(file.id),
        "secret:sha256": file.versions[-1].sha256,
    }
    world = SimpleNamespace(ids=ids, app=client.application)
    profile = {"slug": "secret", "file": "secret", "number": "1"}
    for rule in client.application.url_map.iter_rules():
        staff = rule.rule.startswith("/staff") or rule.endpoint == "session.language"
        if "GET" in rule.methods and not staff:
            yield from filled(world, rule, profile)
    yield "/ja/search?q=まぼろし"
    yield "/api/v1/datasets?q=まぼろし"
    yield "/api/v1/suggest?q=まぼろし"


def test_what_is_withdrawn_is_gone_everywhere_at_once_also_where_it_was_remembered(
    services, tmp_path, client
):
    rows = "".join(f"{CANARY}{n},{n * 10}\n" for n in range(20))
    by_upload_to_publish(services, tmp_path, "secret.csv", f"名称,定員\n{rows}".encode())
    pipeline.index(factories.workshop(services))
    addresses = list(everywhere(services, client))
    told = [path for path in addresses if CANARY.encode() in read(client, path)[1]]
    assert len(told) > 10, told  # and every memory holds it now

    with services.begin(SYSTEM) as uow:
        dataset = queries.staff_dataset(uow.session, "secret", SYSTEM)
        publishing.withdraw(uow, dataset, "まちがい")

    # the index follows within a minute; only the list of addresses for search engines waits for it
    assert {path for path, _ in still_telling(client, addresses)} <= {"/sitemap.xml"}
    pipeline.index(factories.workshop(services))
    assert still_telling(client, addresses) == []


def still_telling(client, addresses):
    """Addresses that give the content away, or lists that name what is gone."""
    found = []
    for path in addresses:
        status, body = read(client, path)
        listed = "secret" not in path and b"dataset/secret" in body
        if CANARY.encode() in body or listed or ("secret" in path and status == 200):
            found.append((path, status))
    return found


def read(client, path):
    with client.get(path, follow_redirects=True) as answer:
        return answer.status_code, answer.get_data()


HANDS = {
    "reviewer": Actor("eyes@example.jp", set(Permission) - {Permission.DISCLOSE}, {"machi"}),
    "officer": Actor("hands@example.jp", set(Permission), {"machi"}),
}


class Undo(Exception):
    """Nothing of what was tried is kept."""


def tried(services, sequence):
    """The state after some moves, whoever makes them and whether they are allowed; then undone."""
    seen = []
    with suppress(Undo), services.begin(SYSTEM) as uow:
        dataset = queries.staff_dataset(uow.session, "secret", SYSTEM)
        for who, move in sequence:
            uow.actor = HANDS[who]
            with suppress(DomainError):
                MOVES[move](uow, dataset)
            seen.append(dataset.state)
        raise Undo
    return seen


def _answer(uow, dataset, *, allow):
    for question in gate.open_questions(uow.session, _newest(uow, dataset)):
        disclosure.decide(uow, question.id, allow=allow, reason="理由", basis="law")


def _explain(uow, dataset):
    for question in gate.open_questions(uow.session, _newest(uow, dataset)):
        disclosure.explain(uow, question.id, basis="law", text="理由")


def _newest(uow, dataset):
    return [version for _, version in publishing.newest_versions(uow, dataset)]


MOVES = {
    "publish": publishing.publish,
    "submit": reviewing.submit,
    "approve": lambda uow, dataset: reviewing.approve(uow, dataset, dataset.revision),
    "settle": publishing.settle,
    "explain": _explain,
    "allow": lambda uow, dataset: _answer(uow, dataset, allow=True),
    "refuse": lambda uow, dataset: _answer(uow, dataset, allow=False),
    "assess": lambda uow, dataset: assessing.write(uow, dataset, ASSESSMENT),
    "accept": lambda uow, dataset: assessing.decide(uow, dataset, accept=True, reason="よい"),
}
ASSESSMENT = assessing.AssessmentDraft(
    answers={},
    stakeholders="利用者",
    data_flow="窓口から",
    risks=[assessing.Risk("知られる", 2, 2, "")],
    public_summary={"ja": "名前は出しません"},
    review_on=date(2027, 1, 1),
)


def test_no_way_leads_past_an_open_question_to_the_public(services, tmp_path):
    """In any order of moves by who handed it in, and by who may not decide on people's data."""
    by_upload_to_publish(services, tmp_path, "secret.xlsx", hidden_phones_workbook(), publish=False)
    with services.begin(SYSTEM) as uow:
        dataset = queries.staff_dataset(uow.session, "secret", SYSTEM)
        dataset.changed_by = "hands@example.jp"

    moves = list(product(HANDS, MOVES))
    telling = [("officer", "explain"), ("officer", "allow"), ("officer", "accept")]
    for sequence in (
        *product(moves, moves),
        *product(telling, telling, [("officer", "publish"), ("reviewer", "approve")]),
    ):
        assert State.PUBLISHED not in tried(services, sequence), sequence


def test_the_one_way_that_does_is_that_of_a_second_person(services, tmp_path):
    by_upload_to_publish(services, tmp_path, "secret.xlsx", hidden_phones_workbook(), publish=False)
    HANDS["second"] = OFFICER
    try:
        way = [("officer", "explain"), ("second", "allow"), ("officer", "publish")]
        assert tried(services, way)[-1] is State.PUBLISHED
    finally:
        del HANDS["second"]
