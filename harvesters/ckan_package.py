"""CKAN's packages, and those of portals that answer like it, read with care: pure.

Source: CKAN 2.11, package_show; SHIRASAGI's answer of the same name; ckanext-scheming's and
ckanext-fluent's fields.
"""

import re
from collections.abc import Mapping
from typing import Any

import orjson

from datasets.drafts import Words
from datasets.vocabulary import UNSTATED_LICENSE, license_from_text
from harvesters.translating import digest, text

_LICENSE_EXTRAS = ("license", "license_id", "license_url", "ライセンス", "利用ルール", "利用条件")
_THEME_EXTRAS = frozenset({"theme", "themes", "category", "分類", "カテゴリ", "データカテゴリ"})
_FREQUENCY_EXTRAS = (
    *("frequency", "update_frequency", "更新頻度", "作成頻度"),
    *("accrualPeriodicity", "accrual_periodicity"),
)
_EXTRAS = frozenset({*_LICENSE_EXTRAS, *_THEME_EXTRAS, *_FREQUENCY_EXTRAS})
_NO_DATASETS = frozenset({"harvest", "showcase", "application", "app"})
_NAMES_A_VERSION = re.compile(
    r"(?:(?<![a-z])cc(?![a-z])|commons|コモンズ).*[1-4]\.\d", re.IGNORECASE
)
_LIST = re.compile(r"[,、，]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_LONGEST_WORDS = 200_000
_LONGEST_NAME = 200


def is_dataset(package: Mapping[str, Any]) -> bool:
    """Whether it is a dataset that has not been deleted.

    A portal may call its datasets as it likes; what it calls otherwise counts if it has files.
    """
    kind = text(package.get("type"), 100)
    is_one = kind in {"", "dataset"} or (
        kind not in _NO_DATASETS and bool(dicts(package.get("resources")))
    )
    return is_one and is_there(package)


def is_there(thing: Mapping[str, Any]) -> bool:
    """Whether a package or a file has not been deleted, and is no draft."""
    return text(thing.get("state"), 100) in {"", "active", "public"}


def is_private(package: Mapping[str, Any]) -> bool:
    """Whether it is not for everyone, however that is written."""
    told = package.get("private")
    return told is True or text(told, 10).lower() in {"true", "1", "yes"}


def identifier_of(package: Mapping[str, Any]) -> str:
    """The source's own name for a package; empty if it has none."""
    told = (text(package.get(name)) for name in ("uuid", "id", "name"))
    name = next(filter(None, told), "")
    return name if len(name) <= _LONGEST_NAME else f"{name[:100]}-{digest(name)}"


def part(told: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Some of the entries of a dictionary; none if it is no dictionary."""
    return {name: told[name] for name in names if name in told} if isinstance(told, dict) else {}


def dicts(told: Any) -> list[dict[str, Any]]:
    """The dictionaries of a list; none if it is no list."""
    return [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []


def words_of(package: Mapping[str, Any], name: str) -> Words:
    """A text of a package or a file by language; what names no language is Japanese."""
    for told in (package.get(f"{name}_translated"), package.get(name)):
        if found := _by_language(told):
            return found
    words = text(package.get(name))
    return {"ja": words} if words else {}


def _by_language(told: Any) -> Words:
    """What a dictionary of languages says, even if it stands in a text; else nothing."""
    if isinstance(told, str) and told.lstrip().startswith("{") and len(told) < _LONGEST_WORDS:
        try:
            told = orjson.loads(told)
        except orjson.JSONDecodeError:
            return {}
    if not isinstance(told, dict) or not all(_LANGUAGE.fullmatch(each) for each in told):
        return {}
    words = {str(each).lower()[:2]: found for each in told if (found := text(told[each]))}
    ours: Words = {language: words[language] for language in ("ja", "en") if language in words}
    return ours or ({"ja": next(iter(words.values()))} if words else {})


def names(told: Any) -> list[str]:
    """What the entries of a list are called, for people."""
    if isinstance(told, dict):  # a list for each language
        told = told.get("ja") or told.get("en")
    if isinstance(told, str):
        told = _LIST.split(told)
    if not isinstance(told, list):
        return []
    found = [name_of(each) if isinstance(each, dict) else text(each) for each in told]
    return [name[:100] for name in found if name]


def name_of(thing: Mapping[str, Any]) -> str:
    """What an organization, a group or a tag is called, for people; in Japanese if it can be."""
    told = (words_of(thing, name) for name in ("display_name", "title", "name"))
    return next((next(iter(words.values())) for words in told if words), "")


def extras(package: Mapping[str, Any]) -> dict[str, str]:
    """Those of the further fields of a package that are read here."""
    told = package.get("extras")
    if not isinstance(told, dict):
        told = {text(each.get("key"), 100): each.get("value") for each in dicts(told)}
    return {name: text(value, 500) for name, value in told.items() if name in _EXTRAS}


def topics(package: Mapping[str, Any]) -> list[str]:
    """What a package is about, in the words of its source."""
    named = [*names(package.get("groups")), *names(package.get("categories"))]
    told = [value for key, value in extras(package).items() if key in _THEME_EXTRAS]
    return [*named, *told] or names(package.get("tags"))


def frequency(package: Mapping[str, Any]) -> str:
    """How often a package is renewed, in the words of its source."""
    told = {**package, **extras(package)}
    names = (*_FREQUENCY_EXTRAS, "update_plan")
    return next((found for name in names if (found := text(told.get(name), 100))), "")


def license_words(package: Mapping[str, Any]) -> str:
    """The words for the licence that name its version, else that we understand, else most.

    What a package says comes before what its files say.
    """
    more = extras(package)
    of_package = _license_words(package) + [more[name] for name in _LICENSE_EXTRAS if name in more]
    of_files = [words for file in package["resources"] for words in _license_words(file)]
    for words in (of_package, of_files):
        exact = [word for word in words if _NAMES_A_VERSION.search(word)]
        clear = [word for word in words if license_from_text(word) is not UNSTATED_LICENSE]
        if exact or clear:
            return (exact or clear)[0]
    return next(iter([*of_package, *of_files][::-1]), "")


def _license_words(thing: Mapping[str, Any]) -> list[str]:
    told = [thing.get(name) for name in ("license_id", "license_url", "license_title", "license")]
    if isinstance(told[-1], dict):
        told += [told[-1].get("uid"), told[-1].get("name")]
    return [found for each in told if (found := text(each, 300))]
