"""What only the index on Whoosh files does: seals, generations, batches."""

import fcntl
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from whoosh.query import And, Or, Term
from whoosh.searching import Searcher

from datasets.kernel.errors import TookTooLong
from datasets.search import sealed
from datasets.search.document import SearchDocument
from datasets.search.index import SearchQuery
from datasets.search.matching import strict
from datasets.search.question import ask
from datasets.search.sealed import BrokenIndex
from datasets.search.thesaurus import municipal_thesaurus
from datasets.search.whoosh_index import WhooshIndex
from tests.datasets.search.city import CITY, JUDGED, NOW


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "index"


def folder_of(home: Path) -> Path:
    (folder,) = home.glob("index-*")
    return folder


def built(home: Path, count: int = 12) -> WhooshIndex:
    index = WhooshIndex(home, now=lambda: NOW)
    index.rebuild(CITY[:count])
    return index


def test_arrays_find_exactly_what_whoosh_finds(home: Path) -> None:
    index = WhooshIndex(home, now=lambda: NOW)
    many = [replace(one, id=f"{one.id}-{copy}") for copy in range(6) for one in CITY]
    index.rebuild(many)  # more than one block of 128 postings a term
    for document in CITY[::3]:
        index.apply([document], [])
    index.apply([], [many[1].id])
    snapshot = index.snapshot()
    opened, _ = sealed.opened(folder_of(home), set())

    with opened.reader() as reader:
        for text in JUDGED:
            question = ask(text, municipal_thesaurus())
            query = And(
                [
                    Or([And([Term("terms", term) for term in one]) for one in concept.alternatives])
                    for concept in question.concepts
                ]
            )
            expected = set(Searcher(reader, fromindex=opened).docs_for_query(query))

            assert set(strict(snapshot, question).tolist()) == expected, text


def test_a_second_process_sees_what_the_first_wrote(home: Path) -> None:
    clock = [0.0]
    writer = built(home)
    reader = WhooshIndex(home, now=lambda: NOW, clock=lambda: clock[0])
    assert reader.document_count() == 12

    writer.apply([CITY[20]], [])
    assert reader.document_count() == 12  # it looks once a second
    clock[0] += 1.5

    assert reader.document_count() == 13


def test_a_lost_index_is_not_healthy_until_it_is_rebuilt(home: Path) -> None:
    built(home)
    shutil.rmtree(folder_of(home))
    index = WhooshIndex(home, now=lambda: NOW)

    assert not index.healthy()
    assert index.search(SearchQuery(text="避難所")).total == 0

    index.rebuild(CITY)
    assert index.healthy()
    assert index.search(SearchQuery(text="避難所")).total == 2


def test_an_index_begun_by_one_dataset_is_searched_but_not_whole(home: Path) -> None:
    index = WhooshIndex(home, now=lambda: NOW)

    index.apply([CITY[0]], [])

    assert index.search(SearchQuery(text="避難所")).total == 1
    assert not index.healthy()


def test_one_changed_byte_in_any_file_is_noticed(home: Path) -> None:
    built(home)
    for path in sorted(folder_of(home).iterdir()):
        if path.suffix not in {".toc", ".seg", ".json"} or path.name == "seal-0.json":
            continue
        whole = path.read_bytes()
        for at in range(0, len(whole), len(whole) // 20):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])

            index = WhooshIndex(home, now=lambda: NOW)
            assert not index.healthy(), f"{path.name} at {at}"
            assert index.search(SearchQuery(text="避難所")).total == 0
        path.write_bytes(whole)
    assert WhooshIndex(home, now=lambda: NOW).healthy()


def test_a_file_cut_short_is_noticed(home: Path) -> None:
    built(home)
    (segment,) = folder_of(home).glob("*.seg")
    segment.write_bytes(segment.read_bytes()[:-10])

    with pytest.raises(BrokenIndex):
        sealed.opened(folder_of(home), set())


def test_what_a_dead_writer_left_behind_is_swept_away(home: Path) -> None:
    index = built(home)
    folder = folder_of(home)
    (folder / "MAIN_abandoned123.seg").write_bytes(b"half")
    (folder / "MAIN.tmp").mkdir(exist_ok=True)
    (folder / "MAIN.tmp" / "run").write_bytes(b"half")

    index.apply([CITY[13]], [])

    assert not (folder / "MAIN_abandoned123.seg").exists()
    assert not (folder / "MAIN.tmp").exists()
    assert index.document_count() == 13


def test_a_writer_that_waits_too_long_says_so(home: Path) -> None:
    index = built(home)
    waiting = WhooshIndex(home, now=lambda: NOW, writer_timeout_s=0.05)

    with (home / "write.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(TookTooLong):
            waiting.apply([CITY[14]], [])

    assert index.document_count() == 12


def test_a_rebuild_that_fails_leaves_the_old_index(home: Path) -> None:
    index = built(home)

    def broken_off():  # type: ignore[no-untyped-def]  # a generator that dies
        yield CITY[0]
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        index.rebuild(broken_off())

    assert index.healthy()
    assert index.document_count() == 12


def test_only_the_owner_may_read_the_files(home: Path) -> None:
    built(home)

    assert home.stat().st_mode & 0o777 == 0o700
    assert folder_of(home).stat().st_mode & 0o777 == 0o700


def test_many_threads_search_while_one_writes(home: Path) -> None:
    index = built(home, len(CITY))
    faults: list[BaseException] = []

    def search() -> None:
        try:
            for text in list(JUDGED)[:40]:
                index.search(SearchQuery(text=text))
        except Exception as fault:  # noqa: BLE001 - a thread hands its fault to the test
            faults.append(fault)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for document in CITY[:6]:
        index.apply([document], [])
    for thread in threads:
        thread.join()

    assert faults == []
    assert index.document_count() == len(CITY)


def test_the_citys_own_data_come_before_its_neighbours(tmp_path):
    index = WhooshIndex(tmp_path / "index", now=lambda: NOW, own_area="072991")
    told = {"title": "避難所一覧", "modified": NOW}
    index.apply(
        [
            SearchDocument(id="0", slug="neighbour", area_code="072982", **told),
            SearchDocument(id="b", slug="own", area_code="072991", **told),
            SearchDocument(id="c", slug="nobodys", **told),
        ],
        [],
    )

    for text in ("避難所", ""):
        found = index.search(SearchQuery(text=text))
        assert [hit.slug for hit in found.hits][-1] == "neighbour"
        assert found.total == 3
