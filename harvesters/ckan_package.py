"""CKAN's packages, and those of portals that answer like it, read with care: pure.

Source: CKAN 2.11, package_show; SHIRASAGI's answer of the same name.
"""

from collections.abc import Mapping
from typing import Any

from datasets.drafts import Words
from datasets.vocabulary import UNSTATED_LICENSE, license_from_text
from harvesters.translating import text

_THEME_EXTRAS = frozenset({"theme", "themes", "category", "分類", "カテゴリ", "データカテゴリ"})
_FREQUENCY_EXTRAS = ("frequency", "update_frequency", "更新頻度", "作成頻度", "accrualPeriodicity")


def is_dataset(package: Mapping[str, Any]) -> bool:
    """Whether it is a dataset that has not been deleted."""
    known = {None, "", "active", "public"}
    return package.get("type") in {None, "", "dataset"} and package.get("state") in known


def identifier_of(package: Mapping[str, Any]) -> str:
    """The source's own name for a package; empty if it has none."""
    return text(package.get("uuid") or package.get("id") or package.get("name"), 200)


def part(told: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Some of the entries of a dictionary; none if it is no dictionary."""
    return {name: told[name] for name in names if name in told} if isinstance(told, dict) else {}


def dicts(told: Any) -> list[dict[str, Any]]:
    """The dictionaries of a list; none if it is no list."""
    return [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []


def words_of(package: Mapping[str, Any], name: str) -> Words:
    """A text of a package by language."""
    translated = package.get(f"{name}_translated")
    if isinstance(translated, dict):
        found = {language: text(translated.get(language)) for language in ("ja", "en")}
        return {language: words for language, words in found.items() if words}
    words = text(package.get(name))
    return {"ja": words} if words else {}


def names(told: Any) -> list[str]:
    """What the entries of a list are called, for people."""
    if not isinstance(told, list):
        return []
    found = [
        text(each.get("display_name") or each.get("title") or each.get("name"), 100)
        if isinstance(each, dict)
        else text(each, 100)
        for each in told
    ]
    return [name for name in found if name]


def _extras(package: Mapping[str, Any]) -> dict[str, str]:
    return {text(e.get("key")): text(e.get("value"), 500) for e in dicts(package.get("extras"))}


def topics(package: Mapping[str, Any]) -> list[str]:
    """What a package is about, in the words of its source."""
    named = [*names(package.get("groups")), *names(package.get("categories"))]
    extras = [value for key, value in _extras(package).items() if key in _THEME_EXTRAS]
    return [*named, *extras] or names(package.get("tags"))


def frequency(package: Mapping[str, Any]) -> str:
    """How often a package is renewed, in the words of its source."""
    told = {**package, **_extras(package)}
    names = (*_FREQUENCY_EXTRAS, "update_plan")
    return next((found for name in names if (found := text(told.get(name), 100))), "")


def license_words(package: Mapping[str, Any]) -> str:
    """The words for the licence that we understand, else those that say most."""
    told = [package.get(name) for name in ("license_id", "license_url", "license_title")]
    for file in package["resources"]:
        of_file = file.get("license")
        told += [of_file.get("uid"), of_file.get("name")] if isinstance(of_file, dict) else []
    words = [found for each in told if (found := text(each, 300))]
    clear = [word for word in words if license_from_text(word) is not UNSTATED_LICENSE]
    return next(iter([*clear, *words[::-1]]), "")
