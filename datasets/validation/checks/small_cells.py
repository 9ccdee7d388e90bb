"""Statistics that count so few people that they may be recognised.

A table counts people where a column is named so and holds whole numbers, and it says which people
by age, sex, place or the like. Counts of who is ill or helped are small below 10, others below 3;
of residents alone, as every city prints them by block and age, none is small. A count that was
hidden is no secret if it follows from the totals.

Source: the threshold of 10 is that of the published tables of 匿名医療保険等関連情報データベース
(NDB); JAPAN's practice of hiding with X is that of 統計法's surveys.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from datasets.validation.checks import headers
from datasets.validation.checks.differencing import recovered
from datasets.validation.checks.kinds import PrivacyKind
from datasets.validation.checks.privacy import Place, PrivacyFinding

K_SENSITIVE = 10
K_OTHERS = 3
MOST_ROWS = 20_000
MOST_COLUMNS = 200
_ROWS_SHOWN = 5
_NUMBER = re.compile(r"-?\d{1,9}(?:\.0+)?")
_TOTAL = re.compile(
    r"^(?:合?計|総計|総数|全体|小計|男女計|全[市区県国]|(?:sub)?total)$|(?:合計|総計|総数|[市区県町村]計)$",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"^(?:x+|χ|✕|×|\*+|※|秘匿?|\(?[xX]\)?|<\s*\d+|\d+(?:人|件|名)?未満|1[-~]9)$", re.IGNORECASE
)
_UNTOLD = re.compile(r"^(?:[-‐―ー…]+|\.{2,3})$")

_SENSITIVE = re.compile(
    r"患者|感染|疾病|疾患|難病|病名|発症|陽性|障害者|障がい者|障害児|手帳(所持|交付)|要介護|要支援|介護認定|介護保険"
    r"|生活保護|被保護|受給|福祉|医療費|受診|死亡|死因|自殺|虐待|DV|ひとり親|母子|父子|児童扶養|妊婦|妊娠|中絶|出産"
    r"|精神|認知症|検診|健診|入院|搬送|犯罪|被害者|加害|検挙|いじめ|不登校|非行|引きこもり|困窮|ホームレス|服薬"
)
_PEOPLE = re.compile(
    r"数$|人員$|\(人\)$|(?:^|[_(])[男女]性?\)?$|^計$|合計$|総数$"
    r"|^(?:患者|感染者|陽性者|死亡者|受給者|障害者|自殺者|要介護者|対象者|被害者)$"
)
_VITAL = re.compile(r"死亡者?数|出産|死亡$")
_LONGEST_NAME = 40
_NO_PEOPLE = re.compile(
    r"施設|設備|トイレ|便所|便器|便房|箇所|か所|カ所|定員|病床|床数|医師|看護|職員|店舗|事業所|台数|本数|面積|金額|費|額|率|割合|密度|指数|校数|学級"
    r"|緯度|経度|番号|コード|年度?$|時間|距離|室数|戸数|会場|回数|冊|点数|順位|平均|1人|一人|当たり|あたり"
)
_NO_MEASURE = re.compile(
    r"番号|コード|年度?$|^年|[月日]$|緯度|経度|率|割合|密度|順位|^no\.?$|^id$", re.IGNORECASE
)
_RESIDENTS = re.compile(r"人口|世帯|住民基本台帳|国勢調査|男女別|住民登録")


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table of texts: names of its columns, and rows of as many cells each."""

    names: Sequence[str]
    rows: Sequence[Sequence[str]]

    def column(self, position: int) -> list[str]:
        return [row[position] for row in self.rows]


def scan_counts(
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    title: str = "",
    sheet: str | None = None,
    first_row: int = 2,
) -> tuple[PrivacyFinding, ...]:
    """Look for small counts and for hidden ones that are none.

    Args:
        names: Of the columns, as they stand.
        rows: As many cells each; totals belong to them.
        title: What stands above the table, and the name of its file.
        sheet: Its name; None for a CSV.
        first_row: Record number of the first row, as a reader counts.

    Returns:
        At most one finding of each kind for each column; nothing of tables beyond `MOST_ROWS`.
    """
    if not rows or len(rows) > MOST_ROWS or len(names) > MOST_COLUMNS:
        return ()
    folded = [headers.folded(name).replace(" ", "") for name in names]
    grid = _Grid(
        folded, [[headers.folded(cell).strip().replace(",", "") for cell in row] for row in rows]
    )
    place = Place(sheet)
    found: list[PrivacyFinding] = []
    for column, cells in _small(grid, headers.folded(title)):
        shown = tuple(first_row + cell for cell in cells[:_ROWS_SHOWN])
        found.append(place.finding(PrivacyKind.SMALL_CELL, len(cells), names[column], shown))
    for column, cells in _recovered(grid):
        shown = tuple(first_row + cell for cell in cells[:_ROWS_SHOWN])
        found.append(place.finding(PrivacyKind.RECOVERED_CELL, len(cells), names[column], shown))
    return tuple(found)


def _small(grid: _Grid, title: str) -> Iterator[tuple[int, list[int]]]:
    """Columns with small counts, and the rows of these."""
    said = _SaidOf.read(grid.names, title)
    if not said.who:
        return
    for position, name in enumerate(grid.names):
        limit = _limit(name, title, said)
        if limit == 0 or headers.AGE.search(name) or headers.SEX.search(name):
            continue
        cells = grid.column(position)
        if not _are_counts(cells):
            continue
        small = [row for row, cell in enumerate(cells) if 0 < _number(cell) < limit]
        if small:
            yield position, small


@dataclass(frozen=True, slots=True)
class _SaidOf:
    """What a table's columns say of those it counts: in how many ways, and how."""

    who: frozenset[str]
    illness: bool
    residents: bool

    @classmethod
    def read(cls, names: Sequence[str], title: str) -> "_SaidOf":
        ways = {
            "age": headers.AGE,
            "sex": re.compile(rf"{headers.SEX.pattern}|^[男女]性?$|[_(（][男女]性?[)）]?$"),
            "near": headers.NEAR,
        }
        who = frozenset(way for way, header in ways.items() if headers.any_of(header, names))
        illness = headers.any_of(re.compile("病名|疾病|死因|障害種別|国籍|罪種"), names)
        return cls(who, illness, any(_RESIDENTS.search(text) for text in (title, *names)))


def _limit(name: str, title: str, said: _SaidOf) -> int:
    """Below how many a count of this column is small; 0 if it counts no people."""
    if len(name) > _LONGEST_NAME or _NO_PEOPLE.search(name) or not _PEOPLE.search(name):
        return 0
    if said.residents and _VITAL.search(name):
        return 0
    if _SENSITIVE.search(name) or (_SENSITIVE.search(title) and not _RESIDENTS.search(name)):
        return K_SENSITIVE
    several = len(said.who) + said.illness > 1
    return K_OTHERS if several and not said.residents else 0


def _are_counts(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell and not _TOLD.match(cell) and not _UNTOLD.match(cell)]
    return bool(filled) and all(_NUMBER.fullmatch(cell) for cell in filled)


def _number(cell: str) -> int:
    return int(float(cell)) if _NUMBER.fullmatch(cell) else -1


def _recovered(grid: _Grid) -> Iterator[tuple[int, list[int]]]:
    """Columns with hidden counts that follow from the totals, and the rows of these."""
    columns = [
        n
        for n, name in enumerate(grid.names)
        if not _NO_MEASURE.search(name) and _is_measure(grid.column(n))
    ]
    hidden = {
        (row, n) for n in columns for row, cell in enumerate(grid.column(n)) if _TOLD.match(cell)
    }
    if not hidden or len(columns) < 2:
        return
    numbers = [[_value(grid.rows[row][n]) for n in columns] for row in range(len(grid.rows))]
    total_columns = [i for i, n in enumerate(columns) if _TOTAL.search(grid.names[n])]
    labels = [n for n in range(len(grid.names)) if n not in columns]
    total_rows = [
        row
        for row, cells in enumerate(grid.rows)
        if any(_TOTAL.search(cells[n].replace(" ", "")) for n in labels[:3])
    ]
    solved = recovered(numbers, total_rows, total_columns)
    for i, n in enumerate(columns):
        rows = sorted(row for row, j in solved if j == i and (row, n) in hidden)
        if rows:
            yield n, rows


def _is_measure(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    numbers = sum(1 for cell in filled if _NUMBER.fullmatch(cell))
    marks = sum(1 for cell in filled if _TOLD.match(cell) or _UNTOLD.match(cell))
    return numbers > 0 and numbers + marks == len(filled)


def _value(cell: str) -> int | None:
    """A whole number; 0 for what is nothing; None for what is hidden."""
    if _NUMBER.fullmatch(cell):
        return int(float(cell))
    return None if _TOLD.match(cell) else 0
