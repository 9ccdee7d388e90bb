"""The process that draws charts: it carries the engine, 70 MB, and ends when nobody asks.

Run as `python -m portal.web.drawing`: one request a line on standard input, each answered on
standard output by a byte (1 drawn, 0 failed), four bytes of length, and what was drawn or why not.
"""

import atexit
import importlib.resources
import json
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any, BinaryIO

_FONT_PACKAGES = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")
_VEGA_LITE = "6.4"
_HEAD = struct.Struct(">BI")


class DrawingFailed(Exception):
    """The engine refused a spec, died over it or did not end in time."""


class Drawing:
    """Draws through a process of its own, started when needed; one chart at a time.

    Args:
        idle_s: After so long without a chart the process is ended.
        deadline_s: The longest that one chart may take.
    """

    def __init__(self, *, idle_s: float = 60.0, deadline_s: float = 30.0) -> None:
        self._idle_s = idle_s
        self._deadline_s = deadline_s
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._rest: threading.Timer | None = None

    def draw(self, form: str, spec: dict[str, Any], scale: float = 1) -> bytes:
        """A Vega-Lite spec as `svg` or `png`, the latter with `scale` device pixels to a px.

        Raises:
            DrawingFailed: if it cannot be drawn.
        """
        request = json.dumps({"form": form, "spec": spec, "scale": scale}).encode() + b"\n"
        with self._lock:
            process = self._started()
            watch = threading.Timer(self._deadline_s, process.kill)
            watch.start()
            try:
                return _answer(process, request)
            finally:
                watch.cancel()
                self._rest_later()

    def stop(self) -> None:
        """End the process; the next chart starts another."""
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.communicate()
                self._process = None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._rest is not None:
            self._rest.cancel()
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "portal.web.drawing"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        return self._process

    def _rest_later(self) -> None:
        self._rest = threading.Timer(self._idle_s, self.stop)
        self._rest.daemon = True
        self._rest.start()


DRAWING = Drawing()
"""The engine of this process; one is enough, and every site in it shares it."""
atexit.register(DRAWING.stop)


def _answer(process: "subprocess.Popen[bytes]", request: bytes) -> bytes:
    if process.stdin is None or process.stdout is None:
        raise DrawingFailed("the drawing process has no pipes")
    with suppress(BrokenPipeError):
        process.stdin.write(request)
        process.stdin.flush()
    head = process.stdout.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise DrawingFailed("the drawing process ended")
    drawn, size_bytes = _HEAD.unpack(head)
    body = process.stdout.read(size_bytes)
    if not drawn:
        raise DrawingFailed(body.decode("utf-8", "replace"))
    return body


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Draw what is asked until nobody asks any more."""
    import vl_convert  # noqa: PLC0415 - the site imports this module and not the engine

    for package in _FONT_PACKAGES:
        vl_convert.register_font_directory(str(importlib.resources.files(package)))
    for line in asked:
        wanted = json.loads(line)
        try:
            drawn = _drawn(vl_convert, wanted)
        except ValueError as fault:
            said = str(fault).encode()
            answers.write(_HEAD.pack(0, len(said)) + said)
        else:
            answers.write(_HEAD.pack(1, len(drawn)) + drawn)
        answers.flush()


def _drawn(engine: Any, wanted: dict[str, Any]) -> bytes:
    how = {"vl_version": _VEGA_LITE, "allowed_base_urls": []}
    if wanted["form"] == "png":
        return bytes(engine.vegalite_to_png(wanted["spec"], scale=wanted["scale"], **how))
    return str(engine.vegalite_to_svg(wanted["spec"], **how)).encode()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
