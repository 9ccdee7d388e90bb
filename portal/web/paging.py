"""Pages of a list, and links to them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

_NEAR = 1
_LONGEST_NUMBER = 5  # digits: nobody leafs further, and a list has an end


@dataclass(frozen=True, slots=True)
class PageLink:
    """One page in the pager.

    Attributes:
        number: From 1; None for a gap.
    """

    number: int | None
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Links to the pages of a list, as the macro `pager` takes them.

    Attributes:
        previous_url: Empty on the first page; `next_url` likewise on the last.
        first: Number of the first thing on this page, from 1; 0 if there is none.
        last: Number of the last thing on this page.
    """

    items: tuple[PageLink, ...]
    previous_url: str
    next_url: str
    first: int
    last: int

    @property
    def needed(self) -> bool:
        """Whether there is more than one page."""
        return len(self.items) > 1


def pager(total: int, page: int, size: int, address: Callable[[int], str]) -> Pager:
    """Links around one page.

    Args:
        total: Things on all pages, n >= 0.
        page: This page, from 1; a page past the end links back to the last.
        size: Things a page, n >= 1.
        address: Of a page, by its number.
    """
    count = max(1, -(-total // size))
    items = tuple(
        PageLink(None) if number is None else PageLink(number, address(number), number == page)
        for number in _shown(min(page, count), count)
    )
    first = (page - 1) * size + 1
    return Pager(
        items=items,
        previous_url=address(min(page - 1, count)) if page > 1 else "",
        next_url=address(page + 1) if page < count else "",
        first=first if first <= total else 0,
        last=min(page * size, total),
    )


def page_number(text: str | None) -> int:
    """The page an address asks for; 1 for what is no page."""
    if text and len(text) <= _LONGEST_NUMBER and text.isascii() and text.isdigit():
        return max(1, int(text))
    return 1


def _shown(page: int, count: int) -> Iterator[int | None]:
    kept = {1, count, *range(max(1, page - _NEAR), min(count, page + _NEAR) + 1)}
    before = 0
    for number in sorted(kept):
        if number == before + 2:
            yield number - 1
        elif number > before + 2:
            yield None
        yield number
        before = number
