"""Which national standard a table follows, and how well."""

import sqlalchemy as sa
from alembic import op

import datasets.kernel.db

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("file_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("standard", sa.String(), server_default="", nullable=False))
    with op.batch_alter_table("quality_report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("standard", datasets.kernel.db.JsonType(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("quality_report", schema=None) as batch_op:
        batch_op.drop_column("standard")
    with op.batch_alter_table("file_version", schema=None) as batch_op:
        batch_op.drop_column("standard")
