"""Pure: which column of a list of datasets says what, however its name is written.

Source: 自治体標準オープンデータセット no. 06 (45 columns), its older edition (15 columns),
LinkData.org, and what cities call the same things in lists of their own.
"""

import re
from collections.abc import Mapping, Sequence

from datasets.kernel.folding import fold

NAMES: Mapping[str, tuple[str, ...]] = {
    "identifier": ("データセット_ID", "dataset_id"),
    "title": (
        *("データセット_タイトル", "データ名称", "データ名", "データセット名", "データセット名称"),
        *("データの名称", "タイトル", "dataName", "title", "dataset_title", "dataset_name"),
    ),
    "subtitle": ("データセット_サブタイトル",),
    "description": (
        *("データセット_概要", "データ概要", "データの概要", "概要", "データ説明", "データの説明"),
        *("説明", "内容", "データ内容", "description", "dataset_description"),
    ),
    "keywords": (
        *("データセット_キーワード", "キーワード", "タグ", "keyword", "keywords", "tags"),
        "dataset_keyword",
    ),
    "theme": (
        "データセット_分類",
        "分類",
        "データ分類",
        "分野",
        "カテゴリ",
        "カテゴリー",
        "category",
    ),
    "menu": ("データセット_ユニバーサルメニュー",),
    "changed": ("データセット_最終更新日",),
    "page": ("データセット_URL", "dataset_url"),
    "frequency": (
        *("データセット_更新頻度", "更新頻度", "データ更新頻度", "更新周期", "更新サイクル"),
        *("update_frequency", "frequency"),
    ),
    "notes": ("データセット_備考", "備考", "note"),
    "file_id": ("ファイル_ID", "file_id"),
    "file_title": ("ファイル_タイトル", "ファイル名", "ファイル名称", "file_title", "file_name"),
    "access": (
        *(
            "ファイル_アクセスURL",
            "URL",
            "データURL",
            "データのURL",
            "公開URL",
            "掲載URL",
            "リンク",
        ),
        *("リンク先", "リンク先URL", "ページURL", "掲載ページ", "公開ページ", "access_url"),
    ),
    "download": (
        *("ファイル_ダウンロードURL", "ダウンロードURL", "ファイルURL", "ダウンロードリンク"),
        *("ダウンロード先", "ダウンロード", "download_url", "file_url", "file_download_url"),
    ),
    "file_description": ("ファイル_説明",),
    "format": (
        *(
            "ファイル_形式",
            "データ形式",
            "ファイル形式",
            "形式",
            "ファイルの種類",
            "ファイルの形式",
        ),
        *("フォーマット", "拡張子", "format", "file_format", "data_format"),
    ),
    "license": (
        "ファイル_ライセンス",
        "ライセンス",
        "利用条件",
        "利用ルール",
        "license",
        "licence",
    ),
    "size": ("ファイル_サイズ", "ファイルサイズ"),
    "file_changed": ("ファイル_最終更新日", "最終更新日", "更新日", "更新年月日", "最終更新年月日"),
}
"""Names by what they say; the first is the one told to people."""

_MARKS = re.compile(r"^(?:[\s#※*＊◎○●★☆①-⑳]|\d+[.．、)）])+|[\s※*＊]+$")
_IN_BRACKETS = re.compile(r"[(（【\[［〔〈<＜].*?[)）】\]］〕〉>＞]", re.DOTALL)
_JOINTS = re.compile(r"[\s_・]+")


def fields_of(header: Sequence[str]) -> list[str]:
    """What each column is; empty for one that is not known, or means what another does.

    A name that is written as it should be comes before one with marks or remarks around it.
    """
    fields = [""] * len(header)
    for reading in (_plain, _without_marks):
        for number, name in enumerate(header):
            field = _BY_NAME.get(reading(name), "")
            if field and not fields[number] and field not in fields:
                fields[number] = field
    return fields


def missing_of(fields: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns without which there is no list; empty if there is one."""
    if "title" not in fields:
        return NAMES["title"][:2]
    if not {"download", "access", "page"} & set(fields):
        return (NAMES["download"][0], NAMES["access"][1])
    return ()


def _plain(name: str) -> str:
    return _JOINTS.sub("", fold(name.strip().removeprefix("#")))


def _without_marks(name: str) -> str:
    return _plain(_MARKS.sub("", _IN_BRACKETS.sub("", name)))


_BY_NAME = {_plain(name): field for field, names in NAMES.items() for name in names}
