"""Japanese and Latin text to words and grams.

A word is a run of letters that belongs together; a gram is what the index keeps of it. Words are
cut before the text is folded, because folding turns katakana into hiragana and with it hides where
one word ends and a particle begins.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from datasets.kernel.folding import fold

EXACT = "\x01"
WHOLE_TITLE = "\x02"
AREA = "\x03"

_LONGEST_PREFIX = 16

_PARTICLES = """
の を に は が と で へ や も な から まで より など とか における についての について に関する
に関して のための への での との からの までの をする
"""
PARTICLES = frozenset(_PARTICLES.split())
_ASKING = re.compile(
    r"(?:は|が|を|って|の)?"
    r"(?:どこですか|どこにありますか|どこ|どこにある|いつですか|いつ|何ですか|ありますか|知りたい|しりたい"
    r"|見たい|みたい|教えて|おしえて|教えてください|について|は|が|を|の|に|で)[?？。]*$"
)


class Script(Enum):
    """What kind of letter."""

    KANJI = "kanji"
    HIRAGANA = "hiragana"
    KATAKANA = "katakana"
    LATIN = "latin"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring letters of one script.

    Attributes:
        text: Folded; at least one letter.
    """

    script: Script
    text: str


Word = tuple[Run, ...]


def words(text: str) -> list[Word]:
    """The words of a text in their order, folded; particles and punctuation are gone.

    A Latin word or number is one run; a Japanese word is one run or more, without Latin.
    """
    found: list[Word] = []
    for piece in unicodedata.normalize("NFKC", text).split():
        for block in _blocks(_raw_runs(_ASKING.sub(_keep_if_all, piece))):
            found.extend(_cut(block))
    return found


def grams(word: Word) -> Iterator[str]:
    """What the index keeps of a word: single letters, pairs, and starts of Latin words."""
    text = folded(word)
    if is_latin(word):
        base = stem(text)
        yield from (base[:end] for end in range(1, min(len(base), _LONGEST_PREFIX) + 1))
        return
    yield from text
    yield from _pairs(text)


def query_grams(word: Word) -> tuple[str, ...]:
    """What must be in a dataset that has this word: pairs, or the one letter there is."""
    text = folded(word)
    if is_latin(word):
        return (stem(text)[:_LONGEST_PREFIX],)
    return tuple(dict.fromkeys(_pairs(text))) or (text,)


def folded(word: Word) -> str:
    """The letters of a word."""
    return "".join(run.text for run in word)


def is_latin(word: Word) -> bool:
    """Whether a word is Latin letters or a number."""
    return word[0].script is Script.LATIN


def is_particle(run: Run) -> bool:
    """Whether a run is nothing but a particle."""
    return run.script is Script.HIRAGANA and run.text in PARTICLES


def stem(word: str) -> str:
    """An English word without the ending that makes it plural; anything else as it is."""
    if len(word) <= 3 or not word.isascii() or not word.isalpha():
        return word
    for ending, rest in (("ies", ""), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x")):
        if word.endswith(ending):
            return word[: -len(ending)] + rest
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word[:-1] if word.endswith("y") and len(word) > 4 else word


def script_of(letter: str) -> Script:
    """The script of one letter; NONE for spaces, punctuation and signs."""
    if "ぁ" <= letter <= "ゖ":
        return Script.HIRAGANA
    if "ァ" <= letter <= "ヺ":
        return Script.KATAKANA
    if letter in "々〆〇" or "⺀" <= letter <= "⿕" or "CJK" in unicodedata.name(letter, ""):
        return Script.KANJI if letter not in "「」、。" else Script.NONE
    return Script.LATIN if letter.isalnum() else Script.NONE


def _keep_if_all(match: re.Match[str]) -> str:
    """A question without anything asked about is kept: it may be what a title says."""
    return match[0] if match.start() == 0 else ""


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]


def _raw_runs(piece: str) -> Iterator[tuple[Script, str]]:
    script, start = Script.NONE, 0
    for at, letter in enumerate(piece):
        now = script_of(letter)
        if letter in "ー-" and script is not Script.NONE:
            now = script
        if now is not script:
            if start < at:
                yield script, piece[start:at]
            script, start = now, at
    if start < len(piece):
        yield script, piece[start:]


def _blocks(raw: Iterator[tuple[Script, str]]) -> Iterator[list[Run]]:
    """Latin words alone, Japanese runs together; the rest only separates."""
    block: list[Run] = []
    before = Script.NONE
    for script, text in raw:
        if script in (Script.LATIN, Script.NONE):
            if block:
                yield block
                block = []
            if script is Script.LATIN:
                yield from ([Run(script, part)] for part in _latin_parts(text))
        elif form := fold(text).replace("-", ""):
            run = Run(script, form)
            if before is not Script.LATIN or not is_particle(run):  # AEDの場所
                block.append(run)
        before = script
    if block:
        yield block


def _latin_parts(text: str) -> list[str]:
    return [part for part in re.split(r"[\W_]+", fold(text)) if part]


def _cut(block: list[Run]) -> Iterator[Word]:
    """Cut a block where a run is nothing but a particle between two words."""
    word: list[Run] = []
    for at, run in enumerate(block):
        between = 0 < at < len(block) - 1
        if between and is_particle(run):
            yield tuple(word)
            word = []
        else:
            word.append(run)
    if word:
        yield tuple(word)
