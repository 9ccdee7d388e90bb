"""How much one run may take, from a source and from this machine."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLimits:
    """Beyond any of these a run ends by itself, with its reason in words.

    Attributes:
        pages: Answers a list may come in.
        records: Datasets a list may hold.
        page_bytes: Of one answer, decoded.
        listing_bytes: Of all answers of the list together, decoded.
        listing_time_s: Until the list must be whole.
        files_bytes: Of all files of one run together.
        fetch_time_s: Until one file must be here.
        run_time_s: After which no further dataset is begun; the next run goes on there.
    """

    pages: int = 1_000
    records: int = 100_000
    page_bytes: int = 20_000_000
    listing_bytes: int = 200_000_000
    listing_time_s: float = 900.0
    files_bytes: int = 50_000_000_000
    fetch_time_s: float = 300.0
    run_time_s: float = 3_000.0


LIMITS = RunLimits()
