"""What runs in the limited child for one hostile file: the door, and what it cost."""

import resource
from pathlib import Path
from typing import Any

from datasets.examination import prepare_file
from datasets.kernel.errors import DomainError


def examine(path: str, folder: str) -> dict[str, Any]:
    """Prepare a file and say how much memory the process came to beyond what it began with.

    Returns:
        `verdict`, `codes`, `says` (every sentence about the file), `rows` of the first table, and
        `grown_mb`; `cpu_s` is what it computed.
    """
    before = _peak_kib()
    told: dict[str, Any]
    try:
        made = prepare_file(path, Path(path).name, folder)
        told = {
            "verdict": made["verdict"],
            "codes": made["codes"],
            "says": [_sentence(defect["where"]) for defect in made["defects"]],
            "rows": made["tables"][0]["rows"] if made["tables"] else None,
        }
    except DomainError as refusal:
        code = str(refusal.message.places.get("detail_code", "E_LIMIT"))
        told = {"verdict": "reject", "codes": [code], "says": [str(refusal)], "rows": None}
    used = resource.getrusage(resource.RUSAGE_SELF)
    computed = used.ru_utime + used.ru_stime
    return {**told, "grown_mb": (_peak_kib() - before) / 1024, "cpu_s": computed}


def _peak_kib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _sentence(stored: dict[str, Any]) -> str:
    places = stored.get("places") or {}
    msgid = str(stored["msgid"])
    return msgid.format(**places) if places else msgid
