"""Kana and Latin spellings of one sound, compared.

Source: the kana table of the Cabinet notice on romanisation (1954), in its first form; Hepburn
spellings are rewritten to it. Long vowels are dropped, because people write them in many ways.
"""

import re

from datasets.kernel.folding import fold

_ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "s": "さしすせそ",
    "t": "たちつてと",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "m": "まみむめも",
    "r": "らりるれろ",
    "g": "がぎぐげご",
    "z": "ざじずぜぞ",
    "d": "だぢづでど",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}
_SOUND_OF = {
    kana: consonant + vowel
    for consonant, row in _ROWS.items()
    for kana, vowel in zip(row, "aiueo", strict=True)
} | {"や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ん": "n", "ー": "", "っ": ""}
_GLIDES = dict(zip("ゃゅょぁぃぅぇぉ", ["ya", "yu", "yo", *"aiueo"], strict=True))
_HEPBURN = (
    ("shi", "si"),
    ("sh", "sy"),
    ("chi", "ti"),
    ("tch", "ty"),
    ("ch", "ty"),
    ("tsu", "tu"),
    ("fu", "hu"),
    ("ji", "zi"),
    ("j", "zy"),
)
_LONG = re.compile(r"ou|oo|uu|ei")
_DOUBLE = re.compile(r"([^aeiou])\1")


def romaji_key(text: str) -> str:
    """A key that is equal for a kana reading and the ways to write it in Latin letters."""
    sounds = text.lower() if text.isascii() else _sounds(text)
    for hepburn, plain in _HEPBURN:
        sounds = sounds.replace(hepburn, plain)
    sounds = sounds.replace("zyy", "zy").replace("'", "")
    sounds = _LONG.sub(lambda vowels: vowels[0][0], sounds)
    return _DOUBLE.sub(r"\1", sounds)


def _sounds(kana: str) -> str:
    sounds = ""
    for letter in kana:
        if letter in _GLIDES:
            sounds = sounds[:-1] + _GLIDES[letter]
        else:
            sounds += _SOUND_OF.get(letter, _SOUND_OF.get(fold(letter), letter))
    return sounds
