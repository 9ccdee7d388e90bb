"""The controlled lists: licences, frequencies, themes, media types.

Sources: DCAT 3; EU frequency authority codes; SPDX licence identifiers; the twelve themes are ours.
"""

import re
import unicodedata
from dataclasses import dataclass

from datasets.kernel.messages import N_


@dataclass(frozen=True, slots=True)
class Theme:
    """A field of city life (dcat:theme).

    Attributes:
        code: Stable, ASCII, in addresses.
        label: Msgid.
        native: The Japanese name, by which it is found whatever language one reads.
        icon: Name in the icon sprite.
        intro: Msgid of two plain sentences.
    """

    code: str
    label: str
    native: str
    icon: str
    intro: str


THEMES: tuple[Theme, ...] = (
    Theme(
        "bousai",
        N_("Disaster safety"),
        "防災・安全",
        "shield-alert",
        N_("Where to flee and what to prepare. Know it before the day it is needed."),
    ),
    Theme(
        "kosodate",
        N_("Raising children"),
        "子育て",
        "baby",
        N_("Nurseries, places to play and support. For families with small children."),
    ),
    Theme(
        "kenkou",
        N_("Health and welfare"),
        "健康・福祉",
        "heart-pulse",
        N_("Hospitals, care and check-ups. Find help close to home."),
    ),
    Theme(
        "gomi",
        N_("Waste and environment"),
        "ごみ・環境",
        "recycle",
        N_("Collection days, sorting and recycling. How much the town throws away."),
    ),
    Theme(
        "koutsuu",
        N_("Transport and roads"),
        "交通・道路",
        "bus",
        N_("Buses, roads and accidents. How people move about the town."),
    ),
    Theme(
        "jinkou",
        N_("Population and statistics"),
        "人口・統計",
        "users",
        N_("How many live here, where, and how old they are. The town in figures."),
    ),
    Theme(
        "kankou",
        N_("Sights and culture"),
        "観光・文化",
        "landmark",
        N_("Sights, heritage and events. For visitors and for those who live here."),
    ),
    Theme(
        "yosan",
        N_("City budget"),
        "市の予算",
        "coins",
        N_("What the city takes in and what it spends it on."),
    ),
    Theme(
        "kouen",
        N_("Parks and nature"),
        "公園・自然",
        "trees",
        N_("Parks, trees and rivers. Places to rest and to play."),
    ),
    Theme(
        "gakkou",
        N_("Schools"),
        "学校",
        "school",
        N_("Schools, pupils and lunches. What children learn and eat."),
    ),
    Theme(
        "shisetsu",
        N_("Public buildings"),
        "公共施設",
        "building-2",
        N_("Halls, libraries and toilets. Places that everyone may use."),
    ),
    Theme(
        "yuki",
        N_("Snow and weather"),
        "雪・気象",
        "snowflake",
        N_("Snow clearing, depth of snow and rain. For getting through the winter."),
    ),
)
THEME_BY_CODE = {theme.code: theme for theme in THEMES}


@dataclass(frozen=True, slots=True)
class License:
    """A licence, by its SPDX identifier where it has one.

    Attributes:
        title: Msgid; names stay as they are in every language.
        summary: Msgid: what one may do, in plain words.
        is_open: By the Open Definition: no NC, no ND.
    """

    code: str
    title: str
    url: str
    summary: str
    is_open: bool


LICENSES: tuple[License, ...] = (
    License(
        "CC-BY-4.0",
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        N_("Free to use if you name the source"),
        is_open=True,
    ),
    License(
        "CC0-1.0",
        "CC0 1.0",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        N_("Free to use, no conditions"),
        is_open=True,
    ),
    License(
        "CC-BY-2.1-JP",
        "CC BY 2.1 JP",
        "https://creativecommons.org/licenses/by/2.1/jp/",
        N_("Free to use if you name the source"),
        is_open=True,
    ),
    License(
        "CC-BY-SA-4.0",
        "CC BY-SA 4.0",
        "https://creativecommons.org/licenses/by-sa/4.0/",
        N_("Free to use if you name the source and share alike"),
        is_open=True,
    ),
    License(
        "PDL-1.0",
        "PDL 1.0",
        "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0",
        N_("Free to use if you name the source"),
        is_open=True,
    ),
    License(
        "CC-BY-NC-4.0",
        "CC BY-NC 4.0",
        "https://creativecommons.org/licenses/by-nc/4.0/",
        N_("Not for business; name the source"),
        is_open=False,
    ),
    License(
        "CC-BY-ND-4.0",
        "CC BY-ND 4.0",
        "https://creativecommons.org/licenses/by-nd/4.0/",
        N_("Not to be changed; name the source"),
        is_open=False,
    ),
    License("notspecified", N_("Not stated"), "", N_("Ask before you use it"), is_open=False),
)
LICENSE_BY_CODE = {license_.code: license_ for license_ in LICENSES}
UNSTATED_LICENSE = LICENSE_BY_CODE["notspecified"]


_CC_WORDS = re.compile(r"creative.?commons|クリエイティブ.?コモンズ|(?<![a-z])cc(?=by|[^a-z]|$)")
_CC_PARTS = {
    "by": re.compile(r"(?<![a-z])(?:cc)?by(?![a-z])|表示|attribution"),
    "nc": re.compile(r"(?<![a-z])nc(?![a-z])|非営利|non-?commercial"),
    "nd": re.compile(r"(?<![a-z])nd(?![a-z])|改変禁止|no-?deriv"),
    "sa": re.compile(r"(?<![a-z])sa(?![a-z])|継承|share-?alike"),
}
_VERSION = re.compile(r"(?<![\d.])([1-4]\.\d)(?![\d.])")
_ZERO = frozenset({"cc0", "cc-zero", "cczero", "cc0-1.0"})


def license_from_text(text: str | None) -> License:
    """The licence that a source's words mean; `notspecified` where they are too vague."""
    folded = unicodedata.normalize("NFKC", text or "").strip().lower()
    folded = re.sub(r"[\s_]+", "-", folded)
    for license_ in LICENSES:
        if folded in {license_.code.lower(), license_.url.lower(), license_.url.lower()[:-1]}:
            return license_
    if folded in _ZERO or "publicdomain/zero/1.0" in folded or folded.startswith("cc0-"):
        return LICENSE_BY_CODE["CC0-1.0"]
    if "公共データ利用規約" in folded or folded.startswith(("pdl1.0", "pdl-1.0")):
        return LICENSE_BY_CODE["PDL-1.0"]
    return _creative_commons(folded) or UNSTATED_LICENSE


def _creative_commons(folded: str) -> License | None:
    """The licence of Creative Commons that is named by its parts, of our versions or of none."""
    if not _CC_WORDS.search(folded):
        return None
    version = _VERSION.search(folded)
    parts = [name for name, sign in _CC_PARTS.items() if sign.search(folded)]
    if version and version[1] == "2.1" and parts == ["by"] and re.search("jp|日本", folded):
        return LICENSE_BY_CODE["CC-BY-2.1-JP"]
    if version and version[1] != "4.0":
        return None
    return LICENSE_BY_CODE.get(f"CC-{'-'.join(parts).upper()}-4.0")


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often a dataset is renewed (dct:accrualPeriodicity).

    Attributes:
        days: Length of one period in days; None where lateness has no meaning.
    """

    code: str
    label: str
    days: int | None


FREQUENCIES: tuple[Frequency, ...] = (
    Frequency("daily", N_("every day"), 1),
    Frequency("weekly", N_("every week"), 7),
    Frequency("monthly", N_("every month"), 31),
    Frequency("quarterly", N_("every three months"), 92),
    Frequency("biannual", N_("twice a year"), 183),
    Frequency("annual", N_("every year"), 366),
    Frequency("irregular", N_("when something changes"), None),
    Frequency("never", N_("a record, not renewed"), None),
    Frequency("unknown", N_("not stated"), None),
)
FREQUENCY_BY_CODE = {frequency.code: frequency for frequency in FREQUENCIES}


@dataclass(frozen=True, slots=True)
class Format:
    """A form in which a file comes or goes out."""

    code: str
    label: str
    media_type: str
    extension: str


FORMATS: tuple[Format, ...] = (
    Format("csv", "CSV", "text/csv", "csv"),
    Format("tsv", "TSV", "text/tab-separated-values", "tsv"),
    Format(
        "xlsx",
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
    ),
    Format("xls", "Excel 97", "application/vnd.ms-excel", "xls"),
    Format("ods", "OpenDocument", "application/vnd.oasis.opendocument.spreadsheet", "ods"),
    Format("json", "JSON", "application/json", "json"),
    Format("ndjson", "NDJSON", "application/x-ndjson", "ndjson"),
    Format("geojson", "GeoJSON", "application/geo+json", "geojson"),
    Format("parquet", "Parquet", "application/vnd.apache.parquet", "parquet"),
    Format("pdf", "PDF", "application/pdf", "pdf"),
    Format("zip", "ZIP", "application/zip", "zip"),
    Format("xml", "XML", "application/xml", "xml"),
    Format("jpg", "JPEG", "image/jpeg", "jpg"),
    Format("png", "PNG", "image/png", "png"),
    Format("webp", "WebP", "image/webp", "webp"),
    Format("bin", N_("Other"), "application/octet-stream", "bin"),
)
FORMAT_BY_CODE = {format_.code: format_ for format_ in FORMATS}
WORKBOOKS = frozenset({"xlsx", "xls", "ods"})
"""Codes of formats that may hide a part of what they hold."""
