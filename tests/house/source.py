"""The project's own sources, read as text and as trees."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("portal", "datasets", "harvesters", "apps_gallery")
TEMPLATES = ROOT / "templates"


def modules() -> list[Path]:
    """Every module of the packages, migrations left out."""
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return sorted(path for path in found if "migrations/versions" not in path.as_posix())


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in modules():
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def every_class(kind: type) -> set[type]:
    """A class's subclasses, at any depth."""
    below = set(kind.__subclasses__())
    return below.union(*(every_class(one) for one in below)) if below else below
