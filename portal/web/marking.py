"""The words that were looked for, marked where they stand in a text."""

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from datasets.kernel.folding import fold
from datasets.search.question import ask
from datasets.search.thesaurus import municipal_thesaurus

_LONG_MARK = "ー"  # alone it would fold to a dash


def marker(query: str) -> Callable[[str], Markup]:
    """What marks a query's words, and other words for the same, in a text.

    Returns:
        A function of plain text to HTML with `<mark>`; texts compare folded, as search does.
    """
    question = ask(query, municipal_thesaurus())
    forms = {
        form for concept in (*question.concepts, *question.wishes) for form in concept.forms if form
    }
    if not forms:
        return escape
    longest_first = sorted(forms, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(form) for form in longest_first))

    def mark(text: str) -> Markup:
        return _marked(text, pattern)

    return mark


def _marked(text: str, pattern: re.Pattern[str]) -> Markup:
    folded: list[str] = []
    origin: list[int] = []
    for at, letter in enumerate(text):
        piece = letter if letter == _LONG_MARK else fold(letter) or " "
        folded.append(piece)
        origin.extend([at] * len(piece))
    origin.append(len(text))
    marked = Markup()
    end = 0
    for found in pattern.finditer("".join(folded)):
        start, stop = origin[found.start()], origin[found.end() - 1] + 1
        if start < end:
            continue
        marked += Markup("{}<mark>{}</mark>").format(text[end:start], text[start:stop])
        end = stop
    return marked + escape(text[end:])
