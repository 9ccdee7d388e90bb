"""What is told about a file beside what it holds."""

from dataclasses import dataclass
from typing import Any

from datasets.kernel.messages import Message


@dataclass(frozen=True, slots=True)
class Defect:
    """Something about the file that a publisher should know.

    Attributes:
        code: Stable; `E_` wants refusal, `R_` can be mended, `W_` is a warning.
        count: How many places have it, >= 1.
        where: Sentence with the first places.
    """

    code: str
    count: int
    where: Message

    def to_json(self) -> dict[str, Any]:
        """As it is kept beside the file."""
        return {"code": self.code, "count": self.count, "where": self.where.to_json()}
