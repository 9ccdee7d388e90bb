"""What a run works with."""

from dataclasses import dataclass

from sqlalchemy.orm import Session, sessionmaker

from datasets.kernel.clock import Clock
from datasets.kernel.http_client import HttpClient
from datasets.storage.files import FileStore
from harvesters.limits import LIMITS, RunLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a run works with.

    Attributes:
        max_file_bytes: Of a larger file only the link is kept.
        pause_s: Between two requests to one host.
        limits: How much one run may take.
    """

    sessions: sessionmaker[Session]
    clock: Clock
    files: FileStore
    http: HttpClient
    max_file_bytes: int
    pause_s: float = 1.0
    limits: RunLimits = LIMITS
