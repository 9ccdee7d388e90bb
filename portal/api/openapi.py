"""The description of the API, built from its routes and shapes.

Source: OpenAPI 3.1.
"""

from functools import cache
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from pydantic.json_schema import models_json_schema

from portal import __version__
from portal.api.answers import opened, raw
from portal.api.registry import OPERATIONS, Operation, Parameter
from portal.api.shapes import ProblemShape, Shape
from portal.web.caching import tag, unchanged
from portal.web.context import services

_ABOUT = (
    "Open data of the city. No key is needed; answers may be read from any page (CORS). "
    "Send If-None-Match with an ETag to ask cheaply again."
)
_PROBLEMS = {"400": "It cannot be answered", "404": "There is no such thing"}

bp = Blueprint("openapi", __name__, url_prefix="/api")
bp.after_request(opened)


@bp.get("/openapi.json")
def show() -> ResponseReturnValue:
    """The description as JSON."""
    base_url = services().settings.base_url
    etag = tag("openapi", base_url)
    if (same := unchanged(etag)) is not None:
        return same
    return raw(document(base_url), etag)


@cache
def document(base_url: str) -> dict[str, Any]:
    """The description of a portal at an address."""
    shapes: dict[type[Shape], None] = {operation.answer: None for operation in OPERATIONS}
    shapes[ProblemShape] = None
    _, definitions = models_json_schema(
        [(shape, "serialization") for shape in shapes],
        ref_template="#/components/schemas/{model}",
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Machi Data", "version": __version__, "description": _ABOUT},
        "servers": [{"url": base_url}],
        "paths": {operation.path: {"get": _operation(operation)} for operation in OPERATIONS},
        "components": {"schemas": definitions["$defs"]},
    }


def _operation(operation: Operation) -> dict[str, Any]:
    problem = {"$ref": f"#/components/schemas/{ProblemShape.__name__}"}
    shape = {"$ref": f"#/components/schemas/{operation.answer.__name__}"}
    return {
        "operationId": _operation_id(operation.path),
        "summary": operation.summary,
        "parameters": [_parameter(parameter) for parameter in operation.parameters],
        "responses": {
            "200": {
                "description": (operation.answer.__doc__ or "").split("\n")[0],
                "content": {"application/json": {"schema": shape}},
            },
            "304": {"description": "Unchanged since the ETag that was sent"},
            **{
                status: {
                    "description": text,
                    "content": {"application/problem+json": {"schema": problem}},
                }
                for status, text in _PROBLEMS.items()
            },
        },
    }


def _operation_id(path: str) -> str:
    parts = path.removeprefix("/api/v1/").replace("{", "by_").replace("}", "").split("/")
    return "_".join(part for part in parts if part) or "index"


def _parameter(parameter: Parameter) -> dict[str, Any]:
    one = {"type": parameter.schema}
    described = {
        "name": parameter.name,
        "in": parameter.where,
        "description": parameter.description,
        "required": parameter.where == "path",
        "schema": {"type": "array", "items": one} if parameter.repeated else one,
    }
    return described | ({"style": "form", "explode": True} if parameter.repeated else {})
