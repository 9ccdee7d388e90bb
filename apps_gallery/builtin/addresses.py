"""A Japanese address taken apart: city, town, block."""

import re
import unicodedata
from dataclasses import dataclass

from datasets.kernel.folding import fold

_PREFECTURE = re.compile(r"(?:東京都|北海道|(?:大阪|京都)府|[^\d\s]{2,3}?県)")
_CITY = re.compile(
    r"(?:[^\d\s]{1,6}?市[^\d\s市区]{1,4}区|[^\d\s]{1,6}?郡[^\d\s]{1,6}?[町村]"
    r"|[^\d\s]{1,6}?市|[^\d\s]{1,4}?区)"
)
_VILLAGE = re.compile(r"[^\d\s]{1,6}?[町村]")
_TOWN = re.compile(
    r"(?:大字|字)?(?P<town>[^\d\s,、（(\-]+?)"
    r"(?:(?P<block>[\d一二三四五六七八九十]{1,3})丁目|(?=[\d\s,、（(\-]|番地|大字|字)|$)"
)
_KANJI_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Address:
    """Parts of an address; each may be empty.

    Attributes:
        city: Such as 「まつのき市」, without its prefecture.
        town: Such as 「本町」.
        block: Number of its 丁目 as digits.
    """

    city: str = ""
    town: str = ""
    block: str = ""

    @property
    def town_and_block(self) -> str:
        """Such as 「本町1丁目」; empty without a block."""
        return f"{self.town}{self.block}丁目" if self.block else ""


def parse_address(text: str, city: str = "") -> Address:
    """Take an address apart.

    Args:
        text: From the prefecture on, or from any later part.
        city: The city it lies in, where that is known.
    """
    rest = unicodedata.normalize("NFKC", text).strip()
    prefecture = _PREFECTURE.match(rest)
    rest = rest[prefecture.end() :] if prefecture else rest
    found = _city_of(rest, city, after_prefecture=prefecture is not None)
    rest = rest.removeprefix(found).strip()
    town = _TOWN.match(rest)
    if town is None:
        return Address(found or city)
    return Address(found or city, town["town"], _digits(town["block"] or ""))


def _city_of(rest: str, city: str, *, after_prefecture: bool) -> str:
    if city and rest.startswith(city):
        return city
    named = _CITY.match(rest)
    if named is None and after_prefecture:
        named = _VILLAGE.match(rest)
    # 「本町」 by itself is a town: only an address that goes on after it names a municipality
    return named[0] if named and named.end() < len(rest) else ""


def _digits(number: str) -> str:
    """A number below 100 in kanji or digits, as digits."""
    if not number or number.isdigit():
        return number
    tens, ten, ones = number.rpartition("十")
    value = (_KANJI_DIGITS.find(tens) if tens else 1) * 10 if ten else 0
    return str(value + (_KANJI_DIGITS.find(ones) if ones else 0))


def same_place_name(text: str) -> str:
    """A place name as it compares: folded, and its 丁目 in digits."""
    address = parse_address(text)
    plain = address.town_and_block if address.block else text
    return fold(plain).replace(" ", "")
