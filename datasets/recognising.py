"""What other portals' words for themes, frequencies and formats mean in ours.

Source: the words that Japanese catalogues use, and EU frequency authority codes.
"""

import re
from collections.abc import Iterable

from datasets.kernel.text import fold
from datasets.vocabulary import FORMAT_BY_CODE, FORMATS, FREQUENCY_BY_CODE, THEME_BY_CODE, THEMES

_THEME_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("bousai", ("防災", "災害", "避難", "消防", "防犯", "安全", "安心", "disaster", "safety")),
    ("kosodate", ("子育て", "保育", "こども", "子ども", "子供", "childcare")),
    ("kenkou", ("健康", "福祉", "医療", "保健", "病院", "介護", "衛生", "health", "welfare")),
    ("gomi", ("ごみ", "廃棄物", "リサイクル", "環境", "environment", "waste")),
    ("koutsuu", ("交通", "道路", "バス", "駐輪", "transport")),
    ("jinkou", ("人口", "統計", "世帯", "国勢調査", "statistic", "population")),
    ("kankou", ("観光", "文化", "イベント", "スポーツ", "芸術", "tourism", "culture")),
    ("yosan", ("予算", "財政", "決算", "税", "budget", "finance")),
    ("kouen", ("公園", "緑地", "自然", "樹木", "park")),
    ("gakkou", ("学校", "教育", "school", "education")),
    ("shisetsu", ("施設", "図書館", "トイレ", "facilit")),
    ("yuki", ("雪", "気象", "降水", "weather")),
)
_FREQUENCY_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("never", ("更新なし", "更新予定なし", "更新しない", "なし", "never", "notplanned")),
    ("quarterly", ("四半期", "3か月", "3ヶ月", "年4回", "quarterly", "r/p3m")),
    ("biannual", ("半年", "年2回", "6か月", "6ヶ月", "biannual", "semiannual", "r/p6m")),
    (
        "daily",
        (
            *("毎日", "日次", "1日1回", "1日ごと", "1日毎", "リアルタイム"),
            *("daily", "cont", "hourly", "r/p1d"),
        ),
    ),
    ("weekly", ("毎週", "週次", "週1", "weekly", "r/p1w", "r/p7d")),
    (
        "monthly",
        ("毎月", "月次", "月1回", "月に1", "年12回", "1か月", "1ヶ月", "monthly", "r/p1m"),
    ),
    ("annual", ("毎年", "年次", "年1", "1年", "年度", "annual", "yearly", "r/p1y")),
    ("irregular", ("随時", "不定期", "必要に応じ", "都度", "irregular", "asneeded")),
)
_FREQUENCY_SIGNS = tuple(
    # 年1 is not in 年12回, and 1年 not in 11年
    (
        code,
        re.compile(
            "|".join(rf"(?<!\d(?=\d)){re.escape(fold(sign))}(?!(?<=\d)\d)" for sign in signs)
        ),
    )
    for code, signs in _FREQUENCY_WORDS
)
_FORMAT_NAMES = {
    "エクセル": "xlsx",
    "excel": "xlsx",
    "ジェイソン": "json",
    "シェープ": "shp",
    "テキスト": "txt",
}
_MEDIA_TYPES = {
    **{format_.media_type: format_.extension for format_ in FORMATS},
    "application/vnd.geo+json": "geojson",
    "application/x-zip-compressed": "zip",
    "text/plain": "txt",
}
_KNOWN_ENDINGS = frozenset(FORMAT_BY_CODE) - {"bin"} | {
    *("xlsm", "doc", "docx", "ppt", "pptx", "txt", "kml", "kmz", "gpx", "gml", "shp", "rdf", "ttl"),
    *("jsonld", "ics", "dbf"),
}
_NO_FILE = frozenset(
    {
        *("html", "htm", "url", "link", "web", "webページ", "webサイト", "リンク"),
        *("api", "sparql", "wms", "wmts", "wfs", "アプリ", "app"),
    }
)
_BETWEEN_WORDS = re.compile(r"(?<=[a-z])[ _-]+(?=[a-z])")
_FORMAT = re.compile(r"[a-z][a-z0-9+-]{0,15}")
_FORMAT_WORD = re.compile(r"[a-z][a-z0-9]*")


def themes_of(words: Iterable[str]) -> tuple[str, ...]:
    """Codes of the themes that the words of a source speak of, in our order, each once.

    Args:
        words: Names of groups, categories and the like, as the source has them.
    """
    folded = [fold(word) for word in words]
    known = {fold(theme.native): theme.code for theme in THEMES}
    found = {known[word] for word in folded if word in known}
    found |= {word for word in folded if word in THEME_BY_CODE}
    for code, signs in _THEME_WORDS:
        if any(fold(sign) in word for word in folded for sign in signs):
            found.add(code)
    return tuple(code for code in THEME_BY_CODE if code in found)


def frequency_of(text: str) -> str:
    """The code of how often a source says that it renews its data; `unknown` if it does not."""
    folded = _BETWEEN_WORDS.sub("", fold(text).strip())
    if folded in FREQUENCY_BY_CODE:
        return folded
    return next((code for code, signs in _FREQUENCY_SIGNS if signs.search(folded)), "unknown")


def ending_of(format_text: str) -> str:
    """The ending of a file's name that a source's word for its format asks for; empty if none."""
    folded = fold(format_text).strip().lstrip(".")
    if is_no_file(folded):
        return ""
    if media_type := _MEDIA_TYPES.get(folded.split(";", 1)[0].strip()):
        return media_type
    words = _FORMAT_WORD.findall(folded)
    known = next((word for word in words if word in _KNOWN_ENDINGS), "")
    named = next((ending for name, ending in _FORMAT_NAMES.items() if fold(name) in folded), "")
    last = folded.rsplit("/", 1)[-1]
    other = last if _FORMAT.fullmatch(last) and last not in _NO_FILE else ""
    return known or named or other


def is_no_file(format_text: str) -> bool:
    """Whether what a source calls so is a page or a service, and no file."""
    folded = fold(format_text).strip().lstrip(".")
    return folded in _NO_FILE or bool(_NO_FILE & set(_FORMAT_WORD.findall(folded)[:1]))
