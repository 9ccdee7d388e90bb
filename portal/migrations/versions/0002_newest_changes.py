"""The newest change of the catalogue is asked for with every page."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_dataset_updated_at"), "dataset", ["updated_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_dataset_updated_at"), "dataset")
