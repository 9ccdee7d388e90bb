"""How long a search takes: `python tests/bench/bench_search.py [datasets]` prints p50 and p95."""

import random
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from datasets.search.document import SearchDocument
from datasets.search.index import SearchQuery
from datasets.search.whoosh_index import WhooshIndex
from tests.datasets.search.city import CITY, JUDGED

PLACES = [f"{first}{last}市" for first in "東西南北上中下大小新" for last in "山川野原田島崎浜谷沢"]


def documents(count: int) -> list[SearchDocument]:
    made = []
    for number in range(count):
        chosen = CITY[number % len(CITY)]
        place = PLACES[number // len(CITY) % len(PLACES)]
        made.append(
            replace(
                chosen,
                id=f"{number:032x}",
                slug=f"{chosen.slug}-{number}",
                title=f"{place}の{chosen.title} {2000 + number % 27}年",
                organization=f"city-{number // len(CITY) % len(PLACES)}",
                organization_title=place,
                places=(place,),
            )
        )
    return made


def report(name: str, seconds: list[float]) -> None:
    ordered = sorted(second * 1000 for second in seconds)
    p50, p95 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.95))
    sys.stdout.write(f"{name:32} p50 {p50:7.2f} ms  p95 {p95:7.2f} ms  max {ordered[-1]:7.2f} ms\n")


def timed(calls: list[tuple]) -> list[float]:
    seconds = []
    for call, *arguments in calls:
        start = time.perf_counter()
        call(*arguments)
        seconds.append(time.perf_counter() - start)
    return seconds


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    made = documents(count)
    with tempfile.TemporaryDirectory() as folder:
        index = WhooshIndex(Path(folder) / "index")
        start = time.perf_counter()
        index.rebuild(made)
        sys.stdout.write(f"rebuild of {count}: {time.perf_counter() - start:.1f} s\n")
        start = time.perf_counter()
        index.document_count()
        sys.stdout.write(f"first snapshot: {time.perf_counter() - start:.2f} s\n")
        texts = [text for text, wanted in JUDGED.items() if wanted]
        texts += [f"{place} {text}" for place, text in zip(PLACES, texts, strict=False)]
        random.Random(1).shuffle(texts)  # noqa: S311 - only the order of a benchmark
        report("search, first time", timed([(index.search, SearchQuery(text=t)) for t in texts]))
        report(
            "search with five facets", timed([(index.search, SearchQuery(text=t)) for t in texts])
        )
        chosen = {"cat": frozenset({"bousai"}), "upd": frozenset({"year"})}
        narrow = [(index.search, SearchQuery(text=t, facets=chosen)) for t in texts]
        report("search, two facets chosen", timed(narrow))
        report("everything", timed([(index.search, SearchQuery(page=p)) for p in range(1, 51)]))
        starts = [text[:2] for text in texts]
        report("suggest, first time", timed([(index.suggest, s) for s in starts]))
        report("suggest", timed([(index.suggest, s) for s in starts]))
        report("one dataset indexed", timed([(index.apply, [d], []) for d in made[:10]]))
        report("new generation seen", timed([(index.document_count,)]))


if __name__ == "__main__":
    main()
