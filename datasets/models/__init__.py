"""The catalogue's tables; importing this makes the metadata whole."""

from datasets.kernel.audit import AuditEntry
from datasets.kernel.cron import CronMark
from datasets.kernel.db import Base
from datasets.kernel.jobs import Job
from datasets.models.dataset import Dataset, State
from datasets.models.disclosure import DisclosureQuestion
from datasets.models.distribution import Distribution, FileVersion, Stage
from datasets.models.organization import Organization
from datasets.models.quality import QualityReport

__all__ = [
    "AuditEntry",
    "Base",
    "CronMark",
    "Dataset",
    "DisclosureQuestion",
    "Distribution",
    "FileVersion",
    "Job",
    "Organization",
    "QualityReport",
    "Stage",
    "State",
]
