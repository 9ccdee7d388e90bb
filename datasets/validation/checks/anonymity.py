"""Tables with a row for each person: how many of them stand alone, and how small the groups are.

Nobody is named in such a table, but whoever knows somebody's age, sex, part of town and day finds
the row. Groups of people who look alike should have five members at least.

Source: k-anonymity after L. Sweeney (2002); k of 5 as in the guidelines for the published tables of
匿名加工情報.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from datasets.validation.checks import headers

K = 5
MOST_GROUPS = 200_000
_DENSE = 0.5
_LEAST_KINDS = 2
_ANSWERS = 0.6

_OCCUPATION = re.compile(r"職業|職種|勤務先|業種$|就業|学年|occupation|job", re.IGNORECASE)
_STANDING = re.compile(
    r"国籍|世帯構成|家族構成|婚姻|配偶|学歴|最終学校|年収|所得|要介護度|障害等級|障害の?種別|血液型|使用言語"
)
_KINDS: dict[str, re.Pattern[str]] = {
    "age": headers.AGE,
    "birth": headers.BIRTH,
    "sex": headers.SEX,
    "place": headers.PLACE,
    "occupation": _OCCUPATION,
    "standing": _STANDING,
    "day": headers.DAY,
}
_NOT_OF_ONE = re.compile(r"対象|募集|資格|制限|定員|推奨|区分コード|基準日|更新|作成|公開日")
_AGED = re.compile(
    r"^(?:\d{1,3}(?:歳|才|代|歳代|ヶ月|か月)?(?:前半|後半|未満|以上|以下)?"
    r"|\d{1,3}歳?[-~〜～ー]\d{0,3}歳?|[a-z]?\d{1,3}s|乳児|幼児|小児|高齢者?|未就学児|10歳未満|不明)$",
    re.IGNORECASE,
)
_SEXES = re.compile(
    r"^(?:[男女](?:性|子|児)?|[12mf]|male|female|その他|不明|無?回答.*|-)$", re.IGNORECASE
)
_NUMBER = re.compile(r"^-?\d+(?:\.\d+)?$")


@dataclass(frozen=True, slots=True)
class Anonymity:
    """How well the people of a table are hidden among each other.

    Attributes:
        columns: By which they may be told apart, as they are called; at least two.
        rows: n >= 1.
        smallest: Members of the smallest group of rows that look alike, >= 1.
        exposed: Rows in groups of fewer than `K`.
        alone: Rows that look like no other.
    """

    columns: tuple[str, ...]
    rows: int
    smallest: int
    exposed: int
    alone: int


class Groups:
    """Counts the rows of a table that look alike, chunk by chunk.

    Args:
        names: Of the columns, folded.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._kinds: dict[str, list[int]] = {}
        for position, name in enumerate(names):
            kinds = (kind for kind, header in _KINDS.items() if header.search(name))
            if (kind := next(kinds, None)) and not _NOT_OF_ONE.search(name):
                self._kinds.setdefault(kind, []).append(position)
        self._positions = sorted(place for places in self._kinds.values() for place in places)
        self._counts: Counter[tuple[str, ...]] = Counter()
        self._rows = 0

    @property
    def positions(self) -> Sequence[int]:
        """The columns that are counted by; empty if the table is about no single people."""
        is_about_people = {"age", "birth", "sex"} & set(self._kinds)
        return self._positions if is_about_people and len(self._kinds) >= _LEAST_KINDS else ()

    @property
    def tell_who(self) -> bool:
        """Whether a row says so much of a person that it is of no facility."""
        return {"age", "sex"} <= set(self._kinds) or "birth" in self._kinds

    def feed(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Count the next rows, of the cells at `positions`."""
        for row in rows:
            if any(row):
                self._rows += 1
                if len(self._counts) < MOST_GROUPS or row in self._counts:
                    self._counts[row] += 1

    def measured(self, names: Sequence[str], others: Iterable[Iterable[str]]) -> Anonymity | None:
        """How well they are hidden; None if the rows are no people.

        Args:
            names: Of all columns, as they stand.
            others: Some distinct cells of each column that is not counted by.
        """
        if not self._counts or not self._are_people() or self._is_statistics(others):
            return None
        small = [size for size in self._counts.values() if size < K]
        beyond = self._rows - sum(self._counts.values())
        return Anonymity(
            columns=tuple(names[position] for position in self._positions),
            rows=self._rows,
            smallest=min(self._counts.values()),
            exposed=sum(small) + beyond,
            alone=small.count(1) + beyond,
        )

    def _cells(self, kind: str) -> Iterator[str]:
        for position in self._kinds.get(kind, ()):
            place = self._positions.index(position)
            yield from (headers.folded(row[place]).strip() for row in self._counts)

    def _are_people(self) -> bool:
        """Whether the cells are the ages and sexes of single people."""
        aged = _share(self._cells("age"), _AGED)
        sexes = _share(self._cells("sex"), _SEXES)
        if "birth" in self._kinds:
            return True
        told = [share for share in (aged, sexes) if share is not None]
        return bool(told) and min(told) >= _ANSWERS and (aged is not None or len(self._kinds) > 2)

    def _is_statistics(self, others: Iterable[Iterable[str]]) -> bool:
        """Whether each row is a group already, with a number of its own beside it.

        Such a table has every combination once; people leave most combinations out.
        """
        if max(self._counts.values()) > 1:
            return False
        sizes = [len({row[n] for row in self._counts}) for n in range(len(self._positions))]
        combinations = 1
        for size in sizes:
            combinations *= size
        measures = any(_share(cells, _NUMBER) == 1.0 for cells in others)
        return measures and len(self._counts) >= _DENSE * combinations


def _share(cells: Iterable[str], pattern: re.Pattern[str]) -> float | None:
    """How many of the cells that are not blank match, 0..1; None without any."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return None
    return sum(1 for cell in filled if pattern.search(cell)) / len(filled)
