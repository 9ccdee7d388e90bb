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
    "Open data of the city. Reading needs no key; answers may be read from any page (CORS). "
    "Staff hand in files with a token of their own. "
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
        "paths": _paths(),
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _paths() -> dict[str, dict[str, Any]]:
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        told = _operation(operation)
        if operation.token:
            told |= _behind_a_token(operation, told["responses"])
        paths.setdefault(operation.path, {})[operation.method] = told
    return paths


def _behind_a_token(operation: Operation, responses: dict[str, Any]) -> dict[str, Any]:
    """What is said of an operation besides, where a token is asked for."""
    problem = responses["404"]["content"]
    refusals = {"401": "No valid token", "403": "The token does not open this"}
    told: dict[str, Any] = {"security": [{"token": []}]}
    if operation.method == "post":
        refusals |= {"413": "The file is too large", "422": "The file cannot be taken"}
        part = {"type": "string", "format": "binary"}
        sent = {"type": "object", "properties": {"file": part}, "required": ["file"]}
        told["requestBody"] = {
            "required": True,
            "content": {
                "multipart/form-data": {"schema": sent},
                "application/octet-stream": {"schema": part},
            },
        }
    more = {status: {"description": text, "content": problem} for status, text in refusals.items()}
    kept = {status: answer for status, answer in responses.items() if status != "304"}
    return told | {"responses": kept | more}


def _operation(operation: Operation) -> dict[str, Any]:
    problem = {"$ref": f"#/components/schemas/{ProblemShape.__name__}"}
    shape = {"$ref": f"#/components/schemas/{operation.answer.__name__}"}
    return {
        "operationId": _operation_id(operation),
        "summary": operation.summary,
        "parameters": [_parameter(parameter) for parameter in operation.parameters],
        "responses": {
            operation.status: {
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


def _operation_id(operation: Operation) -> str:
    path = operation.path.removeprefix("/api/v1/").replace("{", "by_").replace("}", "")
    words = [] if operation.method == "get" else [operation.method]
    return "_".join([*words, *(part for part in path.split("/") if part)]) or "index"


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
