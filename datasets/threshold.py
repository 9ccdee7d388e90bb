"""Does publishing need an impact assessment, and how much of one? Eight questions, yes or no.

Source: the order of JIS X 9251:2021 (ISO/IEC 29134), 6.2; the questions are ours.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from datasets.kernel.messages import N_
from datasets.validation.checks.kinds import PrivacyKind

MANY = 4
"""Answers of yes from which on the whole assessment is due, whatever they are."""


class Level(StrEnum):
    """How much is to be written down."""

    NONE = "none"
    LIGHT = "light"
    FULL = "full"


QUESTIONS: dict[str, str] = {
    "identifies": N_("Does it name people, or hold numbers that lead to one person?"),
    "contact": N_("Does it say where people live, or how to reach them?"),
    "sensitive": N_("Is it about illness, disability, crime, belief, origin or public help?"),
    "weak": N_("Is it about children, families, or people who can hardly object?"),
    "one_by_one": N_("Does one row stand for one person or one household?"),
    "few": N_("Does it count so few people that they may be recognised?"),
    "combined": N_("Could other public data beside it show who somebody is?"),
    "new_use": N_("Were people told of another use when it was collected?"),
}
_SAID_BY: dict[str, frozenset[PrivacyKind]] = {
    "identifies": frozenset(
        {
            PrivacyKind.PERSON,
            PrivacyKind.MY_NUMBER,
            PrivacyKind.INSURED_NUMBER,
            PrivacyKind.LICENCE_NUMBER,
            PrivacyKind.PENSION_NUMBER,
            PrivacyKind.PASSPORT,
            PrivacyKind.RESIDENCE_CARD,
            PrivacyKind.REMARK,
        }
    ),
    "contact": frozenset(
        {
            PrivacyKind.HOME_ADDRESS,
            PrivacyKind.MOBILE,
            PrivacyKind.EMAIL,
            PrivacyKind.BANK_ACCOUNT,
            PrivacyKind.PLATE,
        }
    ),
    "sensitive": frozenset({PrivacyKind.ILLNESS}),
    "weak": frozenset({PrivacyKind.FAMILY}),
    "one_by_one": frozenset({PrivacyKind.ONE_BY_ONE, PrivacyKind.BIRTH_DATE}),
    "few": frozenset({PrivacyKind.SMALL_CELL, PrivacyKind.RECOVERED_CELL}),
    "combined": frozenset({PrivacyKind.ONE_BY_ONE, PrivacyKind.BIRTH_DATE}),
}
PERSONAL = frozenset().union(*_SAID_BY.values())
"""Kinds of which somebody must say on what ground they may be public."""


def prefilled(kinds: Iterable[str]) -> dict[str, bool]:
    """What the search for personal data answers by itself.

    Args:
        kinds: Values of `PrivacyKind` that were found.
    """
    found = set(kinds)
    return {name: bool(found & _SAID_BY.get(name, frozenset())) for name in QUESTIONS}


def level(answers: Mapping[str, bool]) -> Level:
    """How much of an assessment these answers ask for."""
    said = {name for name in QUESTIONS if answers.get(name)}
    if not said:
        return Level.NONE
    recognised = said & {"identifies", "one_by_one", "few"}
    if len(said) >= MANY or ("sensitive" in said and recognised):
        return Level.FULL
    return Level.LIGHT
