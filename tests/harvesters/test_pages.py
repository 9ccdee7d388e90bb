"""Pages that link to files, as servers list them and as cities write them."""

import pytest

from datasets.kernel.errors import SourceUnavailable
from harvesters.answered_name import answered_name
from harvesters.index_page import links_of, name_in
from harvesters.models import Outcome
from tests.harvesters.making import TABLE, harvest, source
from tests.harvesters.serving import send, served
from tests.harvesters.test_folder import datasets

HERE = "http://c.jp/soshiki/opendata.html"
ROW = (
    "<h2>{heading}</h2><table><tr><td>{cell}</td><td>令和6年4月1日</td>"
    '<td><a href="{href}">{text}</a></td></tr></table>'
)


def links(html: str, here: str = HERE) -> dict[str, str]:
    found = links_of(html.encode(), "text/html; charset=utf-8", here) or []
    return {name: link.title for link in found if (name := name_in(here, link))}


@pytest.mark.parametrize(
    ("cell", "text", "title"),
    [
        ("AED", "AED設置場所（CSV：10KB）", "AED設置場所"),
        ("AED", "人口統計（令和6年4月）[Excelファイル／20KB]", "人口統計（令和6年4月）"),
        ("AED設置場所", "CSV", "AED設置場所"),
        ("AED設置場所", "[CSVファイル／10KB]", "AED設置場所"),
        ("令和6年", "ダウンロード", "防災"),
        ("AED", "a.csv", ""),
        ("AED", "population_of_the_ci..&gt;", ""),
        ("AED", "<img src='i.png' alt='公園'>", "公園"),
    ],
)
def test_a_file_is_titled_as_its_page_calls_it(cell, text, title):
    html = ROW.format(heading="防災", cell=cell, text=text, href="a.csv")

    assert links(html) == {"a.csv": title}


@pytest.mark.parametrize(
    ("href", "name"),
    [
        ("a.csv#top", "a.csv"),
        ("/uploaded/attachment/1.csv", "/uploaded/attachment/1.csv"),
        ("files/1.csv", "files/1.csv"),
        ("http://C.jp/soshiki/a.csv", "a.csv"),
        ("%90l%8C%FB.csv", "人口.csv"),
        ("download.php?id=3", "download.php?id=3"),
        ("about.html", None),
        ("/kurashi/index.html", None),
        ("index.php?page=2", None),
        ("?C=N;O=D", None),
        ("../", None),
        ("http://other.jp/a.csv", None),
        ("mailto:a@c.jp", None),
    ],
)
def test_files_of_the_same_host_are_read_and_pages_are_not(href, name):
    assert list(links(f'<a href="{href}">データ</a>')) == ([name] if name else [])


def test_links_are_relative_to_the_base_of_their_page():
    found = links_of(b'<base href="/d/"><a href="a.csv">a</a>', "text/html", HERE)

    assert [link.url for link in found or []] == ["http://c.jp/d/a.csv"]


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc-jp"])
def test_a_page_is_read_in_its_own_encoding(codec):
    named = {"cp932": "Shift_JIS"}.get(codec, codec)
    page = f'<meta charset="{named}"><a href="a.csv">公園一覧</a>'.encode(codec)

    assert [link.title for link in links_of(page, "text/html", HERE) or []] == ["公園一覧"]


@pytest.mark.parametrize(
    "told",
    [
        "attachment; filename=\"x.csv\"; filename*=UTF-8''%E8%A1%A8.csv",
        'attachment; filename="表.csv"',
        'attachment; filename="{}"'.format("表.csv".encode("cp932").decode("latin-1")),
        "attachment; filename=%E8%A1%A8.csv",
        'attachment; filename="=?UTF-8?B?6KGoLmNzdg==?="',
        'attachment; filename="C:\\data\\表.csv"',
    ],
)
def test_a_file_is_called_what_its_server_calls_it(told):
    assert answered_name(told) == "表.csv"


def test_what_names_no_file_is_no_name():
    assert [answered_name(told) for told in ("", "inline", 'a; filename="x.php"')] == ["", "", ""]


def test_a_file_of_which_nothing_is_said_is_fetched_again(services):
    body = [TABLE]

    def answer(handler):
        if handler.path == "/":
            send(
                handler, '<a href="get.php?csv=1">人口</a>'.encode(), 200, "text/html;charset=utf-8"
            )
        elif handler.command == "HEAD" or handler.path == "/robots.txt":
            send(handler, b"", 404, "text/plain")
        else:
            told = {"Content_Disposition": "attachment; filename=jinkou.csv"}
            send(handler, body[0].encode(), 200, "text/csv", **told)

    with served(answer) as address:
        harvested = source(services, f"{address}/")
        counts = [harvest(services, harvested)]
        body[0] += "3,南町中学校,450\n"
        counts += [harvest(services, harvested), harvest(services, harvested)]

    assert counts == [{Outcome.NEW: 1}, {Outcome.CHANGED: 1}, {Outcome.SAME: 1}]
    assert [dataset.title["ja"] for dataset in datasets(services).values()] == ["人口"]


@pytest.mark.parametrize(
    ("page", "why"), [(TABLE.encode(), "no web page"), (b'<a href="x/">x/</a>', "without end")]
)
def test_what_cannot_be_read_as_a_folder_is_refused(services, page, why):
    def answer(handler):
        known = handler.path != "/robots.txt"
        send(handler, page if known else b"", 200 if known else 404, "text/html")

    with served(answer) as address, pytest.raises(SourceUnavailable, match=why):
        harvest(services, source(services, f"{address}/", recursive="true"))
