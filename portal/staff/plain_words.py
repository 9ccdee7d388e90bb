"""Hints for plain Japanese: sentences that are too long, and words that have plainer ones.

Source: 文化庁・出入国在留管理庁「在留支援のためのやさしい日本語ガイドライン」.
"""

import re
from collections.abc import Iterator

from flask_babel import gettext as _

LONGEST_SENTENCE = 60
_END = re.compile(r"[。！？!?\n]+")
_PLAINER = {
    "当該": "その",
    "及び": "と",
    "並びに": "と",
    "若しくは": "または",
    "に係る": "の",
    "に関する": "についての",
    "に基づき": "により",
    "随時": "そのつど",
    "実施する": "行う",
    "実施して": "行って",
    "有する": "ある",
    "設置されている": "ある",
    "掲載": "のせる",
    "所在地": "場所",
    "可能です": "できます",
    "参照": "見る",
    "各種": "いろいろな",
}


def plain_hints(text: str) -> tuple[str, ...]:
    """What would make a Japanese text easier to read, a sentence each; empty if nothing would."""
    return (*_long_sentences(text), *_hard_words(text))


def _long_sentences(text: str) -> Iterator[str]:
    for sentence in _END.split(text):
        said = sentence.strip()
        if len(said) > LONGEST_SENTENCE:
            yield str(
                _(
                    "The sentence “%(start)s…” has %(count)s characters. "
                    "Cut it in two: at most %(most)s are easy to read.",
                    start=said[:12],
                    count=len(said),
                    most=LONGEST_SENTENCE,
                )
            )


def _hard_words(text: str) -> Iterator[str]:
    for hard, plain in _PLAINER.items():
        if hard in text:
            yield str(_("“%(hard)s” is easier as “%(plain)s”.", hard=hard, plain=plain))
