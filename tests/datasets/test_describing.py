import pytest

from datasets import describing, queries
from datasets.describing import Description, describe, faults
from datasets.kernel.actors import SYSTEM, Actor, Permission
from datasets.kernel.errors import InvalidDraft, NotAllowed
from portal.wiring import Services
from tests import factories

GOOD = Description(
    title={"ja": "集会所", "en": " "},
    summary={"ja": "市内の集会所です。"},
    themes=("shisetsu",),
    keywords=("集会", " 集会 ", ""),
    license="CC0-1.0",
    frequency="annual",
    columns={"shelters": {"定員": {"ja": "入れる人数", "en": ""}}},
)


def _describe_as(services: Services, actor: Actor, description: Description) -> None:
    with services.begin(actor) as uow:
        describe(uow, queries.staff_dataset(uow.session, "shelters", SYSTEM), description)


def test_a_description_replaces_what_was_said_and_is_scored_anew(services):
    dataset = factories.received(services)

    _describe_as(services, SYSTEM, GOOD)

    with services.reading() as session:
        told = queries.staff_dataset(session, dataset.slug, SYSTEM)
    assert told.title == {"ja": "集会所"}
    assert told.keywords == ["集会"]
    assert told.license == "CC0-1.0"
    assert told.distributions[0].column_notes == {"定員": {"ja": "入れる人数"}}
    assert (told.quality_score or 0) > (dataset.quality_score or 0)
    assert told.revision > dataset.revision
    assert describing.is_described(told)


def test_every_fault_is_named_with_its_field():
    wrong = Description(
        title={"ja": " "},
        summary={"ja": "あ" * 81},
        themes=("magic",),
        license="mine",
        frequency="sometimes",
        keywords=["x" * 51],
        columns={"a": {"b": {"ja": "x" * 201}}},
    )

    found = [fault.field for fault in faults(wrong)]

    assert found == [
        "title_ja",
        "summary_ja",
        "themes",
        "license",
        "frequency",
        "keywords",
        "columns",
    ]
    assert faults(GOOD) == ()


def test_a_description_with_a_fault_is_refused_and_nothing_changes(services):
    dataset = factories.received(services)

    with pytest.raises(InvalidDraft):
        _describe_as(services, SYSTEM, Description(title={}))

    with services.reading() as session:
        assert queries.staff_dataset(session, dataset.slug, SYSTEM).title == dataset.title


def test_only_who_may_edit_for_the_organization_describes(services):
    factories.received(services)
    stranger = Actor("x", frozenset({Permission.EDIT}), frozenset({"shimin"}))

    with pytest.raises(NotAllowed):
        _describe_as(services, stranger, GOOD)


def test_columns_that_are_not_named_keep_what_was_said_of_them(services):
    dataset = factories.received(services, columns={"地区": {"ja": "町の名"}})

    _describe_as(services, SYSTEM, GOOD)

    with services.reading() as session:
        told = queries.staff_dataset(session, dataset.slug, SYSTEM)
    assert set(told.distributions[0].column_notes) == {"地区", "定員"}
