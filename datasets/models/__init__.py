"""The catalogue's tables; importing this makes the metadata whole."""

from datasets.kernel.audit import AuditEntry
from datasets.kernel.cron import CronMark
from datasets.kernel.db import Base
from datasets.kernel.jobs import Job
from datasets.models.assessment import ImpactAssessment
from datasets.models.change import VersionChange
from datasets.models.dataset import Dataset, State
from datasets.models.disclosure import DisclosureQuestion
from datasets.models.distribution import Distribution, FileVersion, Stage
from datasets.models.erasure import ErasedDigest, Erasure
from datasets.models.form_draft import FormDraft
from datasets.models.organization import Organization
from datasets.models.panel import PanelVote, ReviewPanel
from datasets.models.quality import QualityReport
from datasets.models.review import ReviewEvent
from datasets.models.voice import DataReport, DataRequest, VoiceStep

__all__ = [
    "AuditEntry",
    "Base",
    "CronMark",
    "DataReport",
    "DataRequest",
    "Dataset",
    "DisclosureQuestion",
    "Distribution",
    "ErasedDigest",
    "Erasure",
    "FileVersion",
    "FormDraft",
    "ImpactAssessment",
    "Job",
    "Organization",
    "PanelVote",
    "QualityReport",
    "ReviewEvent",
    "ReviewPanel",
    "Stage",
    "State",
    "VersionChange",
    "VoiceStep",
]
