"""Whether the names in the header are those that the schema has, by their order."""

from collections.abc import Iterator, Sequence

from datasets.validation.findings import Place
from datasets.validation.schema import TableSchema


def header_places(labels: Sequence[str], schema: TableSchema) -> list[Place]:
    """What is wrong with a header, in Frictionless's order: extra, missing, then each name.

    Args:
        labels: Cells of the header without space around them; none if the file is empty.
        schema: With the names that are expected.
    """
    if not labels:
        return [Place(code="source-error")]
    names = [field.name for field in schema.fields]
    extra = [
        Place(code="extra-label", number=number, value=label)
        for number, label in enumerate(labels, start=1)
        if number > len(names)
    ]
    missing = [
        Place(code="missing-label", column=name, number=number)
        for number, name in enumerate(names, start=1)
        if number > len(labels)
    ]
    return [*extra, *missing, *_each(labels, names)]


def _each(labels: Sequence[str], names: Sequence[str]) -> Iterator[Place]:
    for number, (label, name) in enumerate(zip(labels, names, strict=False), start=1):
        if not label:
            yield Place(code="blank-label", column=name, number=number)
        elif label in labels[: number - 1]:
            yield Place(code="duplicate-label", column=name, number=number, value=label)
        elif label != name:
            yield Place(code="incorrect-label", column=name, number=number, value=label)
