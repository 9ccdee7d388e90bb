import pytest

from datasets.recognising import ending_of, frequency_of, is_no_file
from harvesters.ckan_files import doubt_of, files_of
from harvesters.ckan_listing import base_of
from harvesters.ckan_package import (
    identifier_of,
    is_dataset,
    is_private,
    license_words,
    names,
    words_of,
)
from harvesters.translating import filename_of, summary_of, text, without_tags
from tests.harvesters.serving import package, resource


@pytest.mark.parametrize(
    ("format_text", "ending"),
    [
        ("xlsx形式", "xlsx"),
        ("CSV(Shift-JIS)", "csv"),
        ("ＣＳＶファイル", "csv"),
        ("Excelファイル", "xlsx"),
        ("CSV, XLSX", "csv"),
        ("CSV/XLSX", "csv"),
        ("text/csv; charset=shift_jis", "csv"),
        ("text/plain", "txt"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        ("application/geo+json", "geojson"),
        ("zip+csv", "zip"),
        ("HTML形式", ""),
        ("API (JSON)", ""),
    ],
)
def test_the_words_of_a_portal_for_a_format_are_understood(format_text, ending):
    assert ending_of(format_text) == ending
    assert is_no_file(format_text) is (ending == "")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("毎月1日", "monthly"),
        ("年1回（12月1日）", "annual"),
        ("1日1回", "daily"),
        ("R/P1M", "monthly"),
        ("As needed", "irregular"),
        ("notPlanned", "never"),
    ],
)
def test_the_words_of_a_portal_for_how_often_are_understood(words, code):
    assert frequency_of(words) == code


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": {"ja": "避難所", "en": "Shelters"}}, {"ja": "避難所", "en": "Shelters"}),
        ({"title": '{"ja": "避難所", "fr": "Abris"}'}, {"ja": "避難所"}),
        ({"title": "x", "title_translated": {"ja-JP": "避難所"}}, {"ja": "避難所"}),
        ({"title": "避難所", "title_translated": {"ja": ""}}, {"ja": "避難所"}),
        ({"title": {"fr": "Abris", "de": ""}}, {"ja": "Abris"}),
        ({"title": "{避難所}"}, {"ja": "{避難所}"}),
    ],
)
def test_a_title_in_several_languages_is_taken_in_ours(given, words):
    assert words_of(given, "title") == words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"license_id": "cc-by", "license_title": "CC BY 2.1 JP"}, "CC BY 2.1 JP"),
        ({"license_id": "cc-by", "license_title": "CC BY 3.0"}, "CC BY 3.0"),
        ({"license_id": "cc-by", "license_title": "Other"}, "cc-by"),
        ({"extras": [{"key": "ライセンス", "value": "CC BY 4.0"}]}, "CC BY 4.0"),
        ({"license": "CC-BY-4.0"}, "CC-BY-4.0"),
        ({"resources": [{"license": "CC0-1.0"}]}, "CC0-1.0"),
    ],
)
def test_the_words_for_a_licence_are_those_that_name_its_version(given, words):
    assert license_words({"resources": [], **given}) == words


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"type": "opendata"}, True),
        ({"type": "opendata", "resources": []}, False),
        ({"type": "showcase"}, False),
        ({"type": ["dataset"], "state": {"a": 1}}, True),
        ({"state": "deleted"}, False),
    ],
)
def test_what_a_portal_calls_otherwise_is_a_dataset_if_it_has_files(given, expected):
    assert is_dataset(package("aed", **given)) is expected


@pytest.mark.parametrize("told", [True, "True", "true", 1])
def test_what_is_private_is_so_however_it_is_written(told):
    assert is_private({"private": told})
    assert not is_private({"private": "false"})


@pytest.mark.parametrize(
    "tail",
    ["/?lang=ja", "/#top", "/dataset?sort=name", "/api/3/action/package_search?rows=1", "/group/"],
)
def test_the_address_of_a_portal_is_found_in_that_of_its_pages(tail):
    assert base_of(f"https://data.example.jp/data{tail}") == "https://data.example.jp/data"


def test_what_cannot_be_seen_and_html_are_no_part_of_a_text():
    assert text("避難所\x1b\x0b一覧\u202e\x00 ") == "避難所一覧"
    assert without_tags("<p>避難所&amp;AED<br>一覧</p><p>気温<5</p>") == "避難所&AED\n一覧\n気温<5"
    assert without_tags("気温<p値> &amp;") == "気温<p値> &amp;"
    assert summary_of("## 概要\n\n**避難所**の[一覧](http://x.jp/)です。") == "避難所の一覧です。"


def test_what_groups_and_tags_are_called_is_found_however_they_are_given():
    assert names("防災、AED") == ["防災", "AED"]
    assert names({"ja": ["防災"], "en": ["Safety"]}) == ["防災"]
    assert names([{"name": "g1", "display_name": {"ja": "防災", "en": "Safety"}}]) == ["防災"]
    assert names([None, 5, {"name": None}, ["x"]]) == ["5"]


def test_two_long_names_that_begin_alike_are_two_names():
    assert identifier_of({"id": "x" * 300}) != identifier_of({"id": "x" * 301})


def test_a_name_in_percent_signs_of_a_japanese_windows_is_read():
    assert filename_of("https://x.jp/%94%F0%93%EF%8F%8A.csv", "CSV", "") == "避難所.csv"


@pytest.mark.parametrize(
    ("given", "filename", "uri"),
    [
        ({"url": "https://x.jp/d?id=1", "format": "", "mimetype": "text/csv"}, "名.csv", None),
        ({"url": "https://x.jp/d?id=1", "format": None, "name": "表.csv"}, "表.csv", None),
        ({"url": "www.x.jp/a.csv"}, "a.csv", "http://www.x.jp/a.csv"),
        ({"url": "files/a.csv"}, "a.csv", "https://here.jp/data/files/a.csv"),
        ({"url": "https://x.jp/\na.csv"}, "a.csv", "https://x.jp/a.csv"),
    ],
)
def test_the_address_and_the_name_of_a_file_are_understood(given, filename, uri):
    [file] = files_of("https://here.jp/data", [resource("aed", **{"name": "名", **given})])

    assert file.filename == filename
    assert file.uri == (uri or given["url"])
    assert file.url == file.uri


def test_two_files_of_one_id_are_two_files_and_a_deleted_one_is_none():
    told = [resource(n, id="same", url=f"https://x.jp/{n}.csv") for n in ("a", "b")]

    found = list(files_of("https://x.jp", [*told, told[0], resource("c", state="deleted")]))

    assert [file.filename for file in found] == ["a.csv", "b.csv"]
    assert len({file.identifier for file in found}) == 2


@pytest.mark.parametrize(
    "url",
    [None, "", "http://x.jp/" + "a" * 9_000, "ftp://x.jp/a.csv", "C:\\a.csv", "http://[::1/a.csv"],
)
def test_a_file_without_a_web_address_is_left_out_and_told(url):
    told = [resource("a", url="https://x.jp/a.csv"), resource("b", url=url)]

    assert len(list(files_of("https://x.jp", told))) == 1
    assert doubt_of("https://x.jp", told).places == {"count": 1, "names": "bのCSV"}
