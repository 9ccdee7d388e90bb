"""Kinds of source by name, from the entry points of installed packages."""

from functools import cache
from importlib.metadata import entry_points
from typing import Any

from datasets.kernel.errors import NotFound
from harvesters.base import Harvester


@cache
def kinds() -> dict[str, type[Harvester[Any]]]:
    """Every installed kind by its name."""
    return {point.name: point.load() for point in entry_points(group="machidata.harvesters")}


def kind(name: str) -> type[Harvester[Any]]:
    """One kind.

    Raises:
        NotFound: naming the kinds there are.
    """
    if name not in kinds():
        raise NotFound(
            "There is no kind of source “{name}”. There are: {known}",
            name=name,
            known=", ".join(sorted(kinds())),
        )
    return kinds()[name]
