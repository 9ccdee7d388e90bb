from pathlib import Path

import pytest

from datasets.kernel.errors import UnreadableFile
from datasets.reading.read import read_file
from datasets.reading.result import ReadTable

MARKERS = """<?xml version="1.0" encoding="Shift_JIS"?>
<markers><marker number="1" name="市役所"/>
<marker number="2" name="図書館" note="日曜"/></markers>"""
FEED = """<rss version="2.0"><channel><title>お知らせ</title><link>https://a.jp/</link>
<item><title>一</title><link>https://a.jp/1</link><category>市</category><category>県</category></item>
<item><title>二</title><link>https://a.jp/2</link><author><name>課</name></author></item>
</channel></rss>"""


def read(tmp_path: Path, text: str, codec: str = "utf-8") -> ReadTable:
    path = tmp_path / "a.xml"
    path.write_bytes(text.encode(codec))
    [table] = read_file(path, "a.xml").tables
    return table


def records(table: ReadTable) -> list[list[str]]:
    return [record for _, batch in table.batches() for record in batch]


def test_repeated_elements_are_rows_and_their_attributes_columns(tmp_path: Path) -> None:
    table = read(tmp_path, MARKERS, "cp932")

    assert table.header == ("number", "name", "note")
    assert records(table) == [["1", "市役所", ""], ["2", "図書館", "日曜"]]


def test_what_is_nested_or_repeated_in_a_record_is_told_by_its_way(tmp_path: Path) -> None:
    table = read(tmp_path, FEED)

    assert table.header == ("title", "link", "category", "author/name")
    assert records(table)[0] == ["一", "https://a.jp/1", "市;県", ""]
    assert records(table)[1] == ["二", "https://a.jp/2", "", "課"]


@pytest.mark.parametrize(
    "text",
    ["<a/>", "<a><b>1</b><b>2</b></a>", "<a><c x='1' y='2'/><d><e>1</e><f>2</f></d></a>"],
)
def test_a_document_without_records_is_no_table(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path, f"<?xml version='1.0'?>{text}")

    assert refused.value.message.places["detail_code"] == "E_TYPE"
