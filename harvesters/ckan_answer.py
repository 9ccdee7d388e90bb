"""What a CKAN answers to a question: the result, or a refusal that says what came instead.

Source: CKAN Action API v3.
"""

from typing import Any

import orjson

from datasets.kernel.errors import SourceUnavailable
from datasets.kernel.http_client import Response
from harvesters.translating import text


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
        told = orjson.loads(answer.body)
    except orjson.JSONDecodeError as fault:
        raise SourceUnavailable(
            "{url} answers with something that is not JSON. It may be a web page, cut off, or in "
            "another encoding than UTF-8",
            url=url,
        ) from fault
    if not isinstance(told, dict) or told.get("success") is not True or "result" not in told:
        raise SourceUnavailable(
            "{url} says that it could not answer: {why}", url=url, why=_why(told)
        )
    return told["result"]


def _why(told: Any) -> str:
    error = told.get("error") if isinstance(told, dict) else told
    return text(error.get("message") if isinstance(error, dict) else error, 200) or "?"
