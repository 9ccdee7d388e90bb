"""What a site asks of programs, in its robots.txt.

Source: RFC 9309, Robots Exclusion Protocol; `Crawl-delay` is a common addition to it.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, urlsplit

LARGEST_BYTES = 500 * 1024
"""A robots.txt is read at least this far, by the standard."""

_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#]*)")
_KEPT = "/%?&=#:;,+@!~()'[]*$"


@dataclass(frozen=True, slots=True)
class Robots:
    """What holds for one program at one site.

    Attributes:
        rules: Whether it is allowed, and the pattern of the path, longest pattern first.
        delay_s: Seconds to wait between two requests; None if nothing is asked.
    """

    rules: tuple[tuple[bool, str], ...] = ()
    delay_s: float | None = None

    @classmethod
    def read(cls, text: str, program: str) -> Self:
        """The rules for a program: its own group if there is one, else that of `*`.

        Args:
            text: A robots.txt; what is no rule in it is passed over.
            program: The product's name, without its version.
        """
        for wanted in (program.lower(), "*"):
            found = [
                (name, value)
                for agents, name, value in _statements(text)
                if any(agent == wanted for agent in agents)
            ]
            if found or any(wanted in agents for agents, _, _ in _statements(text)):
                return cls(_rules(found), _delay_s(found))
        return cls()

    def allow(self, url: str) -> bool:
        """Whether an address of the site may be asked for; the longest rule decides."""
        parts = urlsplit(url)
        path = _quoted(parts.path or "/") + (f"?{_quoted(parts.query)}" if parts.query else "")
        return next((allowed for allowed, rule in self.rules if _fits(rule, path)), True)


def _statements(text: str) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Each rule with the programs that its group names; an empty rule for the group itself."""
    agents: tuple[str, ...] = ()
    naming = False
    for line in text.removeprefix("\ufeff").splitlines():
        found = _LINE.match(line)
        if not found:
            continue
        name, value = found[1].lower(), found[2].strip()
        if name == "user-agent":
            agents = (*agents, _product(value)) if naming else (_product(value),)
            naming = True
            yield agents, "", ""
        elif name in {"allow", "disallow", "crawl-delay"}:
            naming = False
            yield agents, name, value


def _product(agent: str) -> str:
    return agent.split("/", 1)[0].strip().lower()


def _rules(found: list[tuple[str, str]]) -> tuple[tuple[bool, str], ...]:
    told = [(name, value) for name, value in found if value and name != "crawl-delay"]
    rules = {(name == "allow", _quoted(value)) for name, value in told}
    # of two rules of the same length the one that allows decides
    return tuple(sorted(rules, key=lambda rule: (-len(rule[1]), not rule[0], rule[1])))


def _delay_s(found: list[tuple[str, str]]) -> float | None:
    for name, value in found:
        if name == "crawl-delay":
            try:
                delay_s = float(value)
            except ValueError:
                continue
            if math.isfinite(delay_s) and delay_s >= 0:
                return delay_s
    return None


def _quoted(path: str) -> str:
    return quote(path, safe=_KEPT)


def _fits(rule: str, path: str) -> bool:
    ends = rule.endswith("$")
    first, *others = rule.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    for number, part in enumerate(others, start=1):
        if ends and number == len(others):
            return len(path) - len(part) >= place and path.endswith(part)
        place = path.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return place == len(path) if ends else True
