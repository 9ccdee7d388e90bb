"""What staff tell of a file, how it was read, and hidden sheets that one person may leave out."""

import sqlalchemy as sa
from alembic import op

import datasets.kernel.db

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = datasets.kernel.db.JsonType()
    op.add_column(
        "file_version", sa.Column("told", json, server_default="{}", nullable=False)
    )
    op.add_column("quality_report", sa.Column("reading", json, nullable=True))
    alone = sa.Column("alone", sa.Boolean(), server_default=sa.false(), nullable=False)
    with op.batch_alter_table("disclosure_question", schema=None) as batch_op:
        batch_op.add_column(alone)


def downgrade() -> None:
    with op.batch_alter_table("disclosure_question", schema=None) as batch_op:
        batch_op.drop_column("alone")
    op.drop_column("quality_report", "reading")
    op.drop_column("file_version", "told")
