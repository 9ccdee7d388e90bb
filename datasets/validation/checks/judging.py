"""Does a column hold personal data? Its name, its neighbours and the share of its cells decide.

Every rule wants two of these three, or one that cannot be chance. Only My Numbers block; all else
waits for a person.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from datasets.validation.checks import headers, names, patterns
from datasets.validation.checks.kinds import PrivacyKind
from datasets.validation.checks.scans import ColumnScan

MIN_COUNT = 5
MIN_SHARE = 0.6
_REMARK_SHARE = 0.05
_REMARK_COUNT = 3
_NAMED_COUNT = 2

_DAY = re.compile(
    r"^(?:(?:明治|大正|昭和|平成|令和|[MTSHR])\.?\s*(?:\d{1,2}|元)|(?:19|20)\d{2})"
    r"\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}日?(?:[ T]0?0:00(?::00)?)?(?:生まれ?)?$"
    r"|^(?:19|20)\d{2}[01]\d[0-3]\d$"
)
_LONG_AGO = re.compile(
    r"^(?:明治|大正|昭和|[MTS])\.? ?(?:\d{1,2}|元) ?[年.\-/]"
    r" ?\d{1,2} ?[月.\-/] ?\d{1,2}日?(?:生まれ?)?$"
    r"|^19[0-8]\d[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?$"
)
_WITHOUT_NOUGHT = re.compile(r"^[789]0-?\d{4}-?\d{4}$")
_ILL = re.compile(r"病|症|障害|障がい|認知|自閉|うつ|がん|癌|妊娠|入院|虐待|透析|アレルギー")
_SEVEN = re.compile(r"(?<!\d)\d{7}(?!\d)")
_INSURED = re.compile(r"(?<!\d)\d{1,10}(?:[-・ ]\d{1,10})?(?!\d)")
_PENSION = re.compile(r"(?<!\d)\d{4}-?\d{6}(?!\d)")
_PASSPORT = re.compile(r"[A-Z]{2}\d{7}")
_ELEVEN = re.compile(r"\d{11}")
_TWELVE = re.compile(r"(?<!\d)\d{12}(?!\d)")
_KIN = re.compile(
    r"^(?:世帯主|本人|妻|夫|子|父|母|祖父|祖母|孫|兄|弟|姉|妹|長男|次男|二男|三男|長女|次女|二女|三女|同居人|養子|縁故者"
    r"|妻の[父母子]|夫の[父母子]|子の[妻夫子]|その他.{0,3})$"
)
_FREE_MAIL = re.compile(
    r"@(?:gmail|yahoo|ymail|hotmail|outlook|live|msn|icloud|me|mac|aol|docomo|ezweb|au|softbank|i\.softbank"
    r"|vodafone|willcom|biglobe|nifty|ocn|excite|infoseek|rakuten|uqmobile|ymobile)\.",
    re.IGNORECASE,
)
_OFFICIAL_MAIL = re.compile(
    r"@(?:[\w-]+\.)*(?:lg|go|ac|ed)\.jp$|@(?:[\w-]+\.)*(?:city|town|vill|pref)\.", re.IGNORECASE
)
_CHOME = re.compile(r"丁目|番地|番|\d-\d")


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands beside a column.

    Attributes:
        tells_who: Birth dates, addresses or mobile phones say who a name belongs to.
        facilities: The rows are facilities, shops or offices.
        people: Some column is named after a person.
        births: Some column holds days that are most likely births, whatever it is called.
    """

    tells_who: bool
    facilities: bool
    people: bool
    births: bool = False

    @classmethod
    def of(cls, columns: Sequence[ColumnScan], *, is_document: bool = False) -> "Neighbours":
        """Those of the columns of one sheet.

        Args:
            columns: In any order.
            is_document: They are the keys of a document, whose contacts are offices unless some
                key is named after a person.
        """
        filled = [column for column in columns if column.filled]
        beside = (headers.BIRTH, headers.LIVES, headers.PHONE, headers.HOME)
        people = any(
            headers.NAME.search(column.header) or headers.ROLE.search(column.header)
            for column in filled
        )
        return cls(
            tells_who=any(
                PrivacyKind.MOBILE in column.counts
                or any(header.search(column.header) for header in beside)
                for column in filled
            ),
            facilities=are_of_facilities(filled) or (is_document and not people),
            people=people,
            births=any(_share(column, _LONG_AGO) >= 0.3 for column in filled),
        )


def holds_my_numbers(column: ColumnScan) -> bool:
    """The graded rule: a telling name and one, or enough and mostly valid ones."""
    if column.hinted:
        return True
    if headers.MY_NUMBER.search(column.header):
        # a spreadsheet drops the nought that such a number begins with
        shortened = [value.zfill(12) for value in column.values if _ELEVEN.fullmatch(value)]
        return bool(column.my_numbers or patterns.valid_my_numbers(shortened))
    if headers.OF_COMPANIES.search(column.header):
        return False
    enough = len(column.twelve) >= MIN_COUNT
    return enough and len(column.my_numbers) >= MIN_SHARE * len(column.twelve)


def kinds_of(column: ColumnScan, beside: Neighbours) -> Iterator[PrivacyKind]:
    """What of personal data a column holds, My Numbers apart."""
    if column.filled:
        for kind, holds in _RULES:
            if holds(column, beside):
                yield kind


def count_people(filled: Sequence[ColumnScan]) -> bool:
    """Whether the rows are groups: a table that counts people is judged by its small cells."""
    return any(headers.COUNTED.search(column.header) for column in filled)


def are_of_facilities(filled: Sequence[ColumnScan]) -> bool:
    """Whether the rows are facilities, shops or offices."""
    return any(_are_facilities(column) for column in filled)


def _are_facilities(column: ColumnScan) -> bool:
    """By its name, or because most of its cells end as names of facilities do."""
    if headers.NAME.search(column.header) or headers.LIVES.search(column.header):
        return False
    if headers.FACILITY.search(column.header):
        return True
    return len(column.values) >= MIN_COUNT and _share(column, headers.FACILITY_END) >= 0.5


def _is_person(column: ColumnScan, beside: Neighbours) -> bool:
    if headers.NAME.search(column.header):
        return _are_of_people(column, beside)
    shaped, named = names.shares(column.values)
    if headers.ROLE.search(column.header):
        # who speaks for an office is named by it; who speaks for nothing is a person
        return shaped >= MIN_SHARE and (beside.tells_who or (named > 0 and not beside.facilities))
    if headers.PUBLIC.search(column.header):
        return shaped >= MIN_SHARE and beside.tells_who
    some = beside.births and len(column.values) > 1 and shaped == 1
    return names.are_names(column.values) or (some and named >= MIN_SHARE)


def _are_of_people(column: ColumnScan, beside: Neighbours) -> bool:
    """Whether what stands under a title such as 氏名 is what it says."""
    values = column.values
    if beside.tells_who:
        return names.could_be_names(values)
    spelt = names.are_spelt_out(values) and not beside.facilities
    return spelt or names.are_surnames(values) or names.shares(values)[0] >= MIN_SHARE


def _is_birth_date(column: ColumnScan, _: Neighbours) -> bool:
    return headers.BIRTH.search(column.header) is not None and _share(column, _DAY) >= 0.5


def _is_mobile(column: ColumnScan, beside: Neighbours) -> bool:
    """Some shops have no other telephone: a few in a list of facilities are no one's own."""
    count = column.counts.get(PrivacyKind.MOBILE, 0)
    of_facilities = (
        beside.facilities
        and not beside.people
        and headers.TELEPHONE.search(column.header)
        and not headers.PHONE.search(column.header)
    )
    is_telephone = headers.TELEPHONE.search(column.header) or headers.PHONE.search(column.header)
    if is_telephone and _share(column, _WITHOUT_NOUGHT) >= 0.3:
        return True  # a spreadsheet drops the nought
    return count > (_REMARK_SHARE * column.filled if of_facilities else 0)


def _is_mail(column: ColumnScan, beside: Neighbours) -> bool:
    texts = column.texts.get(PrivacyKind.EMAIL, ())
    if any(_FREE_MAIL.search(text) for text in texts):
        return True
    private = [text for text in texts if not _OFFICIAL_MAIL.search(text)]
    return bool(private) and (beside.people or not beside.facilities)


def _is_home(column: ColumnScan, beside: Neighbours) -> bool:
    rooms = column.counts.get(PrivacyKind.HOME_ADDRESS, 0)
    if headers.HOME.search(column.header):
        return _share(column, _CHOME) >= 0.3 or rooms > 0
    enough = rooms >= max(_REMARK_COUNT, _REMARK_SHARE * column.filled)
    is_address = headers.ADDRESS.search(column.header) is not None
    return enough and not beside.facilities and (is_address or _share(column, _CHOME) >= 0.5)


def _is_account(column: ColumnScan, _: Neighbours) -> bool:
    if headers.ACCOUNT.search(column.header):
        return _share(column, _SEVEN) >= 0.3
    return column.counts.get(PrivacyKind.BANK_ACCOUNT, 0) >= _REMARK_COUNT


def _is_licence(column: ColumnScan, _: Neighbours) -> bool:
    if headers.LICENCE.search(column.header):
        return _share(column, _TWELVE) >= 0.5
    enough = len(column.twelve) >= 2 * MIN_COUNT
    return enough and len(column.licences) >= 0.9 * len(column.twelve)


def _is_plate(column: ColumnScan, _: Neighbours) -> bool:
    count = column.counts.get(PrivacyKind.PLATE, 0)
    if headers.PLATE.search(column.header):
        return count > 0
    return count >= MIN_COUNT and count >= 0.5 * column.filled


def _is_card(column: ColumnScan, _: Neighbours) -> bool:
    count = column.counts.get(PrivacyKind.RESIDENCE_CARD, 0)
    return count >= (1 if headers.RESIDENCE.search(column.header) else MIN_COUNT)


def _is_passport(column: ColumnScan, _: Neighbours) -> bool:
    if headers.PASSPORT.search(column.header):
        return _share(column, _PASSPORT) >= 0.3
    return column.counts.get(PrivacyKind.PASSPORT, 0) > 0


def _is_family(column: ColumnScan, beside: Neighbours) -> bool:
    if headers.KINSHIP.search(column.header):
        return _share(column, _KIN) >= 0.3
    count = column.counts.get(PrivacyKind.FAMILY, 0)
    said = count >= max(_REMARK_COUNT, _REMARK_SHARE * column.filled)
    return said and beside.people and headers.REMARKS.search(column.header) is not None


def _is_illness(column: ColumnScan, beside: Neighbours) -> bool:
    if headers.ILLNESS.search(column.header):
        return beside.people
    if not headers.REMARKS.search(column.header):
        return False
    texts = [headers.folded(value) for value in column.values]
    said = [text for text in texts if _ILL.search(text) and _speaks_of_one(text)]
    return len(said) >= max(_NAMED_COUNT, _REMARK_SHARE * len(texts))


def _speaks_of_one(text: str) -> bool:
    """Whether a remark is about one person, by name or by kin."""
    return patterns.KIN.fine.search(text) is not None or any(
        names.is_shaped(word) and len(names.surname_of(word.replace(" ", ""))) > 1
        for word in re.split(r"[、。,()（）・]| (?=[^一-龥])", text)[:3]
    )


def _is_remark(column: ColumnScan, _: Neighbours) -> bool:
    count = column.counts.get(PrivacyKind.REMARK, 0)
    return count >= max(_NAMED_COUNT, _REMARK_SHARE * column.filled)


def _named(header: re.Pattern[str], pattern: re.Pattern[str]) -> "_Rule":
    """A number that only its column's name makes personal."""

    def holds(column: ColumnScan, _: Neighbours) -> bool:
        return header.search(column.header) is not None and _share(column, pattern) >= 0.5

    return holds


def _share(column: ColumnScan, pattern: re.Pattern[str]) -> float:
    """How many of the distinct cells hold it, 0..1."""
    values: Collection[str] = column.values
    found = sum(1 for value in values if pattern.search(headers.folded(value)))
    return found / len(values) if values else 0.0


_Rule = Callable[[ColumnScan, Neighbours], bool]
_RULES: tuple[tuple[PrivacyKind, _Rule], ...] = (
    (PrivacyKind.PERSON, _is_person),
    (PrivacyKind.BIRTH_DATE, _is_birth_date),
    (PrivacyKind.HOME_ADDRESS, _is_home),
    (PrivacyKind.MOBILE, _is_mobile),
    (PrivacyKind.EMAIL, _is_mail),
    (PrivacyKind.BANK_ACCOUNT, _is_account),
    (PrivacyKind.INSURED_NUMBER, _named(headers.INSURED, _INSURED)),
    (PrivacyKind.LICENCE_NUMBER, _is_licence),
    (PrivacyKind.PENSION_NUMBER, _named(headers.PENSION, _PENSION)),
    (PrivacyKind.PASSPORT, _is_passport),
    (PrivacyKind.RESIDENCE_CARD, _is_card),
    (PrivacyKind.PLATE, _is_plate),
    (PrivacyKind.FAMILY, _is_family),
    (PrivacyKind.ILLNESS, _is_illness),
    (PrivacyKind.REMARK, _is_remark),
)
