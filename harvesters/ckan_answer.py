"""What a CKAN answers to a question: the result, or a refusal that says what came instead.

Source: CKAN Action API v3.
"""

import re
from typing import Any

import orjson

from datasets.kernel.errors import SourceUnavailable
from datasets.kernel.http_client import Response
from harvesters.translating import text

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_CODECS = {
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"), "cp932"),
    "euc-jp": "euc_jp",
    "utf-16": "utf-16",
}
# half of a character beyond the first 65,536, left over where a text was cut
_HALVES = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)


def result_of(answer: Response) -> Any:
    """The result of an action.

    Raises:
        SourceUnavailable: if the answer is none, or says that it failed.
    """
    url = answer.final_url.split("?", 1)[0]
    if answer.status != 200:
        raise SourceUnavailable(
            "{url} answers with the status {status}. Check the address, or try again later",
            url=url,
            status=answer.status,
        )
    try:
        told = _loaded(answer)
    except orjson.JSONDecodeError as fault:
        raise SourceUnavailable(
            "{url} answers with something that is not JSON. It may be a web page, cut off, or in "
            "another encoding than UTF-8",
            url=url,
        ) from fault
    if not isinstance(told, dict) or not _is_success(told) or "result" not in told:
        raise SourceUnavailable(
            "{url} says that it could not answer: {why}", url=url, why=_why(told)
        )
    return told["result"]


def _loaded(answer: Response) -> Any:
    """The document; read once more, with patience, if it is not written as JSON should be."""
    try:
        return orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        said = _CHARSET.search(answer.headers.get("content-type", ""))
        codec = _CODECS.get(said[1].lower(), "") if said else ""
        return orjson.loads(_HALVES.sub(r"\\ufffd", _decoded(answer.body, codec)))


def _decoded(body: bytes, codec: str) -> str:
    for each in ("utf-8-sig", codec):
        try:
            return body.decode(each) if each else ""
        except UnicodeDecodeError:
            continue
    return ""


def _is_success(told: dict[str, Any]) -> bool:
    return told.get("success") is True or told.get("success") == "true"


def _why(told: Any) -> str:
    error = told.get("error") if isinstance(told, dict) else told
    if not isinstance(error, dict):
        return text(error, 200) or "?"
    faults = [f"{name}: {fault}" for name, fault in error.items() if fault]
    return text(error.get("message"), 200) or text(", ".join(faults), 200) or "?"
