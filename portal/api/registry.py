"""What the description knows of each route: a line beside the route itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.api.shapes import Shape


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an address.

    Attributes:
        where: `query` or `path`.
        schema: JSON Schema of its value.
        repeated: May stand several times.
    """

    name: str
    description: str
    where: str = "query"
    schema: str = "string"
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One route, as programs see it.

    Attributes:
        status: What it answers when all is well.
        token: Whether it needs one; what writes always does.
    """

    path: str
    summary: str
    answer: type[Shape]
    parameters: tuple[Parameter, ...]
    method: str = "get"
    status: str = "200"
    token: bool = False


OPERATIONS: list[Operation] = []


def described(
    path: str,
    summary: str,
    answer: type[Shape],
    *parameters: Parameter,
    method: str = "get",
    status: str = "200",
    token: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Describe a route; the path is as OpenAPI writes it."""

    def note(view: Callable[..., Any]) -> Callable[..., Any]:
        needs = token or method != "get"
        OPERATIONS.append(Operation(path, summary, answer, parameters, method, status, needs))
        return view

    return note
