"""What the repair offers, and what staff chose of it."""

import sqlalchemy as sa
from alembic import op

import datasets.kernel.db

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "file_version",
        sa.Column("choices", datasets.kernel.db.JsonType(), server_default="{}", nullable=False),
    )
    op.add_column(
        "file_version",
        sa.Column("made_before", datasets.kernel.db.JsonType(), server_default="[]", nullable=False),
    )
    op.add_column(
        "quality_report",
        sa.Column("offers", datasets.kernel.db.JsonType(), server_default="[]", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("quality_report", "offers")
    op.drop_column("file_version", "made_before")
    op.drop_column("file_version", "choices")
