"""The portal command. Exit codes: 0 done, 1 the work failed, 2 wrong usage."""

import argparse
import importlib
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace

from datasets.kernel.errors import DomainError
from portal import __version__, logs
from portal.commands.terminal import complain
from portal.settings import Settings, read_settings

SUBJECTS = {
    "demo": ("demo",),
    "examining": ("inspect",),
    "filing": ("publish", "validate"),
    "mending": ("repair",),
    "harvesting": ("harvest",),
    "keeping": ("doctor", "init", "openapi", "reindex", "user"),
    "serving": ("serve", "worker"),
}
"""Module of `portal.commands` to the words it answers."""


def main(words: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Run one command; the entry point of `portal`."""
    words = sys.argv[1:] if words is None else words
    parser = argparse.ArgumentParser(prog="portal", description="A city's open data portal.")
    parser.add_argument("--version", action="version", version=__version__)
    subparsers = parser.add_subparsers(dest="command", required=True)
    asked = [subject for subject, said in SUBJECTS.items() if words and words[0] in said]
    for subject in asked or SUBJECTS:  # what is not asked for need not be imported
        importlib.import_module(f"portal.commands.{subject}").add_words(subparsers)
    given = parser.parse_args(words)
    try:
        if "bare" in given:
            return int(given.bare(given))
        settings = _settings(given, environ)
        logs.configure(settings.log_format)
        if "watch" in given:
            from portal.records import open_records

            with closing(open_records(settings)) as records:
                return int(given.watch(records, given))
        from portal.wiring import wire

        with closing(wire(settings)) as services:
            return int(given.run(services, given))
    except DomainError as refusal:
        complain(str(refusal))
        return 1
    except KeyboardInterrupt:
        return 130


def _settings(given: argparse.Namespace, environ: Mapping[str, str] | None) -> Settings:
    if given.command != "demo":
        return read_settings(environ)
    # the demo has a home of its own and answers where it is served, whatever else is set
    return replace(
        read_settings(environ, home=given.home),
        base_url=f"http://{given.host}:{given.port}",
        site_title="まつのき市 データひろば",
        operator="まつのき市（つくりものの市）",
        contact="情報統計課 データ係 0000-00-0000",
        area_code="072991",
        allow_loopback=True,
        workers=2,
    )


if __name__ == "__main__":
    sys.exit(main())
