"""Tables that follow a standard as real ones do: renamed, reordered, cut, widened, misspelt."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from datasets.validation.standards.schema import Edition, Kind, Use, editions

CELLS: Mapping[Kind, Sequence[str]] = {
    Kind.AREA_CODE: ("072028", "372013", "7202"),
    Kind.INTEGER: ("0", "12", "1,204"),
    Kind.NUMBER: ("3", "1.5"),
    Kind.LATITUDE: ("37.494", "34.342"),
    Kind.LONGITUDE: ("139.929", "134.046"),
    Kind.DATE: ("2024-04-01", "2024/4/1", "令和6年4月1日"),
    Kind.TIME: ("09:00", "9:30", "17時00分"),
    Kind.FLAG: ("1", "○"),
    Kind.YES_NO: ("有", "無", "あり"),
    Kind.CORPORATE_NUMBER: ("9000020072028",),
    Kind.URL: ("https://www.example.jp/1",),
    Kind.EMAIL: ("shisetsu@example.jp",),
    Kind.POSTAL: ("965-8601", "9658601"),
}
LOCAL = (
    "所管課",
    "地区",
    "小学校区",
    "更新日",
    "担当者コメント",
    "区分1",
    "区分2",
    "UTMポイント",
    "キャッチコピー",
    "公開区分",
)
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})

Headers = list[tuple[str, Kind]]


@dataclass(frozen=True, slots=True)
class Variant:
    """A table that should be recognised.

    Attributes:
        standard: What it is.
        done: What was done to the standard's own headers.
    """

    standard: str
    edition: str
    done: tuple[str, ...]
    names: tuple[str, ...]
    sample: Mapping[str, Sequence[str]]


def variants(count: int) -> Iterator[Variant]:
    """The same tables every time: every edition in turn, each changed in two or three ways."""
    known = editions()
    for number in range(count):
        chance = random.Random(number)  # noqa: S311 - the same tables every time
        edition = known[number % len(known)]
        done = chance.sample(list(CHANGES), 2 + number % 2)
        headers: Headers = [(field.name, field.kind) for field in edition.fields]
        for change in sorted(done, key=list(CHANGES).index):
            headers = CHANGES[change](headers, edition, chance)
        yield Variant(
            edition.standard,
            edition.edition,
            tuple(done),
            tuple(name for name, _kind in headers),
            {name: CELLS.get(kind, ("会津",)) for name, kind in headers},
        )


def _cut(headers: Headers, edition: Edition, chance: random.Random) -> Headers:
    optional = {field.name for field in edition.fields if field.use is Use.OPTIONAL}
    return [one for one in headers if one[0] not in optional or chance.random() > 0.4]


def _renamed(headers: Headers, edition: Edition, chance: random.Random) -> Headers:
    aliases = {field.name: field.aliases for field in edition.fields}
    present = {name for name, _kind in headers}

    def other(name: str) -> str:
        free = [one for one in aliases.get(name, ()) if one not in present and "+" not in one]
        return chance.choice(free) if free and chance.random() < 0.3 else name

    return [(other(name), kind) for name, kind in headers]


def _misspelt(headers: Headers, edition: Edition, chance: random.Random) -> Headers:
    slips = (
        ("および", "及び"),
        ("又は", "または"),
        ("有無", "有無 "),
        ("等", "など"),
        ("情報", "の情報"),
    )

    def slipped(name: str) -> str:
        for right, wrong in slips:
            name = name.replace(right, wrong)
        return name

    return [(slipped(name), kind) for name, kind in headers]


def _wide(headers: Headers, edition: Edition, chance: random.Random) -> Headers:
    return [(name.translate(WIDE) if chance.random() < 0.5 else name, k) for name, k in headers]


def _dashed(headers: Headers, edition: Edition, chance: random.Random) -> Headers:
    dash = chance.choice("―－‐−")
    return [(name.replace("ー", dash).replace("-", dash), kind) for name, kind in headers]


def _broken(headers: Headers, edition: Edition, chance: random.Random) -> Headers:
    def broken(name: str) -> str:
        at = chance.randrange(len(name))
        return name[:at] + chance.choice(("\n", " ", "　")) + name[at:]

    return [(broken(name) if chance.random() < 0.4 else name, kind) for name, kind in headers]


def _marked(headers: Headers, edition: Edition, chance: random.Random) -> Headers:
    needed = {field.name for field in edition.mandatory()}
    return [(f"{name}（必須）" if name in needed else name, kind) for name, kind in headers]


def _reordered(headers: Headers, edition: Edition, chance: random.Random) -> Headers:
    return chance.sample(headers, len(headers))


def _widened(headers: Headers, edition: Edition, chance: random.Random) -> Headers:
    extra: Headers = [(name, Kind.TEXT) for name in chance.sample(LOCAL, chance.randint(3, 8))]
    at = chance.randrange(len(headers))
    return [*headers[:at], *extra, *headers[at:]]


CHANGES: Mapping[str, Callable[[Headers, Edition, random.Random], Headers]] = {
    "columns left out": _cut,
    "columns renamed": _renamed,
    "slips of the pen": _misspelt,
    "required marked": _marked,
    "other dashes": _dashed,
    "full width": _wide,
    "line breaks and spaces": _broken,
    "columns of its own": _widened,
    "another order": _reordered,
}
