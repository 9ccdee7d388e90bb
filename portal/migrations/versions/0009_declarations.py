"""What a publisher declares of data before they go public: their class, and rights of others."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("dataset", schema=None) as batch_op:
        for name in ("data_class", "rights", "rights_note"):
            batch_op.add_column(sa.Column(name, sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("dataset", schema=None) as batch_op:
        for name in ("rights_note", "rights", "data_class"):
            batch_op.drop_column(name)
