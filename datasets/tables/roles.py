"""What a column is for, from the words of its header and the kind of its values.

Source: header words of the recommended municipal data sets (自治体標準オープンデータセット).
"""

import re
import unicodedata

from datasets.tables.column import Column, ColumnRole, ColumnType

_UNIT = re.compile(r"[（(\[［〔]([^（）()\[\]［］〔〕]{1,12})[）)\]］〕]\s*$")
_NUMBERS = (ColumnType.INTEGER, ColumnType.NUMBER)
_DATES = (ColumnType.DATE, ColumnType.DATETIME)
_CATEGORY_VALUES = 30
_CATEGORY_SHARE = 0.05
_MOST_CATEGORY_VALUES = 1_000

# the first row whose words are in the header and whose types fit; order decides
_HEADERS: tuple[tuple[ColumnRole, str, tuple[ColumnType, ...]], ...] = (
    (
        ColumnRole.AREA_CODE,
        "地方公共団体コード|団体コード|市区町村コード|市町村コード|自治体コード|都道府県コード",
        (),
    ),
    (ColumnRole.LATITUDE, r"緯度|(^|[^a-z])lat(itude)?([^a-z]|$)", _NUMBERS),
    (
        ColumnRole.LONGITUDE,
        r"経度|(^|[^a-z])(lon|lng|long)(gitude)?([^a-z]|$)|^longitude$",
        _NUMBERS,
    ),
    (ColumnRole.POSTAL, r"郵便|〒|postal|zip(_|\s)?code|^zip$", ()),
    (ColumnRole.PHONE, r"電話|fax|ファックス|tel([^a-z]|$)|phone|内線", ()),
    (ColumnRole.URL, r"url|ホームページ|ウェブサイト|website|リンク", (ColumnType.TEXT,)),
    (ColumnRole.SEX, r"性別|^男女(別)?$|(^|[^a-z])(sex|gender)([^a-z]|$)", ()),
    (ColumnRole.AGE, r"年齢|年代|^歳|(^|[^a-z])age([^a-z]|$)", ()),
    (ColumnRole.YEAR, r"^(西暦)?年度?$|年度$|年次$|調査年$|西暦|^year$|fiscal(_|\s)year", ()),
    (
        ColumnRole.DATE,
        r"年月日|日付|年月$|日時$|更新日|開始日|終了日|実施日|期日|(^|[^a-z])date",
        (),
    ),
    (ColumnRole.FLAG, r"有無|フラグ|可否|対応可能|flag|^is_|^has_", ()),
    (ColumnRole.ADDRESS, r"住所|所在地|^場所$|所在地_連結|番地|町字|address", (ColumnType.TEXT,)),
    (
        ColumnRole.ID,
        r"^(id|no[.]?|№|番号|管理番号|整理番号|通し番号|連番|識別子|コード)$|([^a-z]|^)id$|番号$",
        (),
    ),
    (
        ColumnRole.NAME,
        r"名称|施設名|^(氏名|名前|名)$|[^人品別件署]名$|(^|[^a-z])name$",
        (ColumnType.TEXT,),
    ),
)
_COMPILED = tuple((role, re.compile(words), types) for role, words, types in _HEADERS)
_ENDED_BY_KANA = re.compile("カナ|かな|英語|英字")


def unit(name: str) -> str:
    """The unit at the end of a header such as 「人口（人）」; empty if there is none."""
    found = _UNIT.search(name)
    return found.group(1).strip() if found else ""


def role(column: Column, rows: int) -> ColumnRole:
    """What a profiled column is for.

    Args:
        column: With its type, counts and ranges.
        rows: Of the table.
    """
    header = unicodedata.normalize("NFKC", column.name).casefold().strip()
    bare = _UNIT.sub("", header).strip() or header
    for named, words, types in _COMPILED:
        if words.search(bare) and (not types or column.type in types) and _fits(named, column):
            return named
    return _by_values(column, rows)


def _fits(named: ColumnRole, column: Column) -> bool:
    """Whether the values can be what the header says."""
    if named in (ColumnRole.LATITUDE, ColumnRole.LONGITUDE):
        most = 90 if named is ColumnRole.LATITUDE else 180
        bounds = (column.minimum, column.maximum)
        return all(bound is not None and abs(float(bound)) <= most for bound in bounds)
    if named is ColumnRole.NAME:
        return not _ENDED_BY_KANA.search(column.name)
    if named is ColumnRole.FLAG:
        return column.distinct_count <= 3
    if named is ColumnRole.YEAR:
        return column.type is not ColumnType.NUMBER and not _is_measure_of_years(column)
    return True


def _is_zero_or_one(column: Column) -> bool:
    """Whether its values are 1 (or 0) and nothing else: a mark, not a figure."""
    whole = column.type is ColumnType.INTEGER and column.maximum == "1"
    return whole and column.minimum in {"0", "1"}


def _is_measure_of_years(column: Column) -> bool:
    """Whether a column of whole numbers is no calendar or era year."""
    if column.type is not ColumnType.INTEGER or column.minimum is None or column.maximum is None:
        return False
    return not 1 <= int(column.minimum) <= int(column.maximum) <= 2200


def _by_values(column: Column, rows: int) -> ColumnRole:
    if column.type in _DATES:
        return ColumnRole.DATE
    if column.type is ColumnType.BOOLEAN or _is_zero_or_one(column):
        return ColumnRole.FLAG
    if column.type in _NUMBERS:
        return ColumnRole.MEASURE
    if column.type is ColumnType.TEXT and column.examples and _are_addresses(column):
        return ColumnRole.URL
    filled = rows - column.blank_count
    few = column.distinct_count <= min(_CATEGORY_VALUES, filled // 2)
    share = column.distinct_count <= min(_MOST_CATEGORY_VALUES, filled * _CATEGORY_SHARE)
    return ColumnRole.CATEGORY if filled and (few or share) else ColumnRole.TEXT


def _are_addresses(column: Column) -> bool:
    return all(example.startswith(("http://", "https://")) for example in column.examples)
