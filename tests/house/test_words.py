"""Every sentence a person reads exists in Japanese and English."""

import ast
import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from datasets.kernel.errors import DomainError
from tests.house.source import ROOT, TEMPLATES, every_class, trees

CATALOGUE = ROOT / "portal/translations/ja/LC_MESSAGES"
_PLACE = re.compile(r"\{[a-z_]+\}|%\([a-z_]+\)s")
_MARKS = {"N_", "_", "gettext", "ngettext", "Message"}


def _catalogue() -> Catalog:
    with (CATALOGUE / "messages.po").open("rb") as file:
        return read_po(file, locale="ja")


def _in_code() -> set[str]:
    refusals = {kind.__name__ for kind in every_class(DomainError)} | _MARKS
    found = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and _called(node) in refusals:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found - {""}


def _key(entry: Message) -> str:
    return entry.id if isinstance(entry.id, str) else entry.id[0]


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _in_templates() -> set[str]:
    found = set()
    for path in TEMPLATES.rglob("*.*"):
        if path.suffix in {".html", ".xml", ".txt"}:
            source = io.BytesIO(path.read_bytes())
            for _, words, _, _ in extract("jinja2.ext:babel_extract", source, options=OPTIONS):
                found.add(words if isinstance(words, str) else words[0])
    return found


OPTIONS = {"trimmed": "false", "silent": "false", "encoding": "utf-8"}


def test_every_sentence_has_its_japanese():
    catalogue = _catalogue()
    spoken = _in_code() | _in_templates()

    missing = sorted(
        words for words in spoken if not (entry := catalogue.get(words)) or not entry.string
    )

    assert len(spoken) > 200
    assert missing == []


def test_a_translation_has_the_places_of_its_original():
    def places(words: object) -> set[str]:
        return set(_PLACE.findall(" ".join(words) if isinstance(words, tuple) else str(words)))

    wrong = [
        entry.id
        for entry in _catalogue()
        if entry.id and places(entry.string) - places(entry.id) - {"%(num)s"}
    ]

    assert wrong == []


def test_the_compiled_words_are_those_of_the_catalogue():
    with (CATALOGUE / "messages.mo").open("rb") as file:
        compiled = {_key(entry): list(entry.string) for entry in read_mo(file) if entry.id}

    assert compiled == {_key(e): list(e.string) for e in _catalogue() if e.id and e.string}


def test_no_sentence_is_left_that_nobody_speaks():
    spoken = _in_code() | _in_templates()

    unused = sorted(_key(entry) for entry in _catalogue() if entry.id and _key(entry) not in spoken)

    assert unused == []


def test_public_words_are_plain():
    jargon = ("データセット", "メタデータ", "リソース", "不正")
    used = [
        (word, entry.id) for entry in _catalogue() for word in jargon if word in str(entry.string)
    ]

    assert used == [], Path(CATALOGUE)
