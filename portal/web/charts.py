"""A Vega-Lite spec to SVG or PNG, cached by digest."""

import hashlib
import logging
import os
import re
import tempfile
import threading
from collections.abc import Callable
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson

from portal.web.drawing import DRAWING, Drawing

log = logging.getLogger(__name__)

# A change of what is made of the same spec; part of every digest.
_FORM = f"1 {version('vl-convert-python')}"

_ROOT = re.compile(r"<svg\b([^>]*)>")
_STYLE = re.compile(r'\sstyle="([^"]*)"')
_ID = re.compile(r'(\sid="|url\(#|href="#)([^")]+)')
# CSS properties that SVG also knows as attributes; others say nothing in a still picture.
_ATTRIBUTES = frozenset(
    {"fill", "stroke", "opacity", "font-size", "font-family", "font-weight", "text-anchor"}
)


class ChartRenderer:
    """Draws specs; each is drawn once, and safe to draw from several threads.

    Args:
        cache_dir: Made if it is not there; may be emptied at any time.
        drawing: The engine.
    """

    def __init__(self, cache_dir: Path, drawing: Drawing = DRAWING) -> None:
        self._cache = cache_dir
        self._lock = threading.Lock()
        self._drawing = drawing

    def svg(self, spec: dict[str, Any]) -> bytes:
        """The chart as SVG in UTF-8, to be put into a page as it is.

        It is named by the title and the description of the spec, holds no style, no script and no
        address, and its ids are its own, so that two charts may share a page.
        """
        digest = _digest(spec, "svg")
        return self._kept(digest, "svg", lambda: self._draw_svg(spec, digest))

    def png(self, spec: dict[str, Any], scale: float = 2) -> bytes:
        """The chart as PNG, `scale` device pixels to a px of the spec."""
        return self._kept(
            _digest(spec, f"png {scale}"), "png", lambda: self._drawing.draw("png", spec, scale)
        )

    def _kept(self, digest: str, ending: str, draw: Callable[[], bytes]) -> bytes:
        path = self._cache / digest[:2] / f"{digest}.{ending}"
        kept = _read(path)
        if kept is not None:
            return kept
        with self._lock:  # the second of two who ask for the same chart finds it drawn
            kept = _read(path)
            if kept is not None:
                return kept
            drawn = draw()
            self._keep(path, drawn)
        return drawn

    def _keep(self, path: Path, drawn: bytes) -> None:
        """Whole or not at all; a chart that cannot be kept is still shown."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(drawn)
            os.replace(file.name, path)  # noqa: PTH105 - the name of a temporary file is text
        except OSError:
            log.warning("chart not cached", exc_info=True)

    def _draw_svg(self, spec: dict[str, Any], digest: str) -> bytes:
        drawn = self._drawing.draw("svg", spec).decode()
        return _still(drawn, spec, f"c{digest[:12]}").encode()


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:  # not drawn yet, or the disk is ill: either way it can be drawn
        return None


def _digest(spec: dict[str, Any], form: str) -> str:
    canonical = orjson.dumps(spec, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(f"{_FORM} {form} ".encode() + canonical).hexdigest()


def _still(drawn: str, spec: dict[str, Any], prefix: str) -> str:
    """A picture with a name, without style attributes, whose ids begin with `prefix`."""
    drawn = _ID.sub(lambda match: f"{match[1]}{prefix}-{match[2]}", drawn)
    drawn = _STYLE.sub(lambda match: _attributes(match[1]), drawn)
    title = spec.get("title", {})
    lines = title.get("text", "") if isinstance(title, dict) else title
    name = "".join(lines) if isinstance(lines, list) else str(lines)
    description = str(spec.get("description", "")) or name
    head = (
        f'<title id="{prefix}-title">{escape(name or description)}</title>'
        f'<desc id="{prefix}-desc">{escape(description)}</desc>'
    )
    named = f' role="img" aria-labelledby="{prefix}-title {prefix}-desc"'
    return _ROOT.sub(lambda match: f"<svg{match[1]}{named}>{head}", drawn, count=1)


def _attributes(style: str) -> str:
    """Presentation attributes that say the same, as far as a still picture needs them."""
    pairs = [part.split(":", 1) for part in style.split(";") if ":" in part]
    known = [(name.strip(), value.strip()) for name, value in pairs if name.strip() in _ATTRIBUTES]
    return "".join(f' {name}="{value}"' for name, value in known)
