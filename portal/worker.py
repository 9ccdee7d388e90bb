"""Job name to handler; the loop that runs them."""

import threading
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from datasets.kernel.confinement import CellLimits
from datasets.kernel.fork_server import ForkServer
from datasets.kernel.job_runner import Handler, Runner
from portal.settings import Settings, environment, read_settings
from portal.wiring import Services, wire

# what every child needs, imported once in the server that forks them
PRELOAD = ("portal.work", "datasets.preparation", "pandas", "frictionless", "duckdb")
