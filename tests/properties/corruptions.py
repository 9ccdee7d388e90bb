"""What offices do to clean tables: each pathology alone and mixed, seeded."""

import random
from collections.abc import Callable, Iterator
from copy import deepcopy

from tests.properties import corrupt_places, corrupt_shapes, corrupt_values
from tests.properties.clean_tables import Sent, clean_tables

Pathology = Callable[[Sent, random.Random], bool]
"""Changes what is sent, and what is expected where a sign is lost; False if there is no place."""


ALONE: dict[str, Pathology] = {
    name: getattr(module, name)
    for module in (corrupt_values, corrupt_places, corrupt_shapes)
    for name, made in vars(module).items()
    if callable(made) and made.__module__ == module.__name__ and not name.startswith("_")
}
_TOGETHER = (
    ("title_rows", "grand_total", "notes", "cp932"),
    ("era_days", "null_marks", "notes"),
    ("full_width", "blanks_around", "title_rows"),
    ("units", "separators", "cp932"),
    ("subtotals", "separators", "title_rows"),
    ("blank_rows", "blank_columns", "western_days"),
    ("triangles", "separators", "null_marks"),
    ("phones", "postal_codes", "degrees", "cp932"),
    ("spaced_names", "grand_total", "notes"),
    ("short_codes", "era_days", "controls"),
    ("circles", "null_marks", "title_rows"),
    ("apostrophes", "grand_total", "blank_rows"),
    ("swapped", "full_width", "break_tags"),
    ("kana_apart", "radicals", "blank_rows"),
    ("lost_zeros", "western_days", "notes"),
    ("currency", "percent", "title_rows"),
)


def corruptions(most: int) -> Iterator[tuple[str, Sent]]:
    """At most so many tables that are not clean any more, each pathology alone first."""
    tables = clean_tables()
    wanted = [(name,) for name in ALONE] + list(_TOGETHER)
    count = 0
    for seed in range(9):
        for together in wanted:
            for table, (names, rows) in tables.items():
                if count == most:
                    return
                rng = random.Random(f"{seed} {together} {table}")  # noqa: S311 - likewise
                sent = Sent(list(names), deepcopy(rows), list(names), deepcopy(rows))
                # at the first turn every table that has a place for it, later two thirds of them
                if (seed and rng.random() < 0.34) or not _all(sent, together, rng):
                    continue
                count += 1
                yield f"{'+'.join(together)} on {table} #{seed}", sent


def _all(sent: Sent, together: tuple[str, ...], rng: random.Random) -> bool:
    met = [ALONE[name](sent, rng) for name in together]
    return any(met) if len(together) > 1 else all(met)
