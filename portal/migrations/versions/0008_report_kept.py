"""What a table was checked against, and Frictionless's own report on it."""

import sqlalchemy as sa
from alembic import op

import datasets.kernel.db

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("quality_report", schema=None) as batch_op:
        for name in ("schema", "descriptor"):
            batch_op.add_column(sa.Column(name, datasets.kernel.db.JsonType(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("quality_report", schema=None) as batch_op:
        batch_op.drop_column("descriptor")
        batch_op.drop_column("schema")
