"""What a version changes, what waits for its time, and what was typed and not sent."""

import sqlalchemy as sa
from alembic import op

import datasets.kernel.db

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_draft",
        sa.Column("actor", sa.String(length=320), nullable=False),
        sa.Column("page", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("typed", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("actor", "page", "subject", name=op.f("pk_form_draft")),
    )
    op.create_index(op.f("ix_form_draft_subject"), "form_draft", ["subject"])
    op.create_table(
        "version_change",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("before_id", sa.Uuid(), nullable=False),
        sa.Column("before_number", sa.Integer(), nullable=False),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("removed", sa.BigInteger(), nullable=False),
        sa.Column("detail", datasets.kernel.db.JsonType(), nullable=False),
        sa.ForeignKeyConstraint(
            ["before_id"],
            ["file_version.id"],
            name=op.f("fk_version_change_before_id_file_version"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["file_version.id"],
            name=op.f("fk_version_change_version_id_file_version"),
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_version_change")),
    )
    op.create_index(op.f("ix_version_change_before_id"), "version_change", ["before_id"])
    instant = datasets.kernel.db.UtcDateTime(timezone=True)
    with op.batch_alter_table("dataset", schema=None) as batch_op:
        batch_op.add_column(sa.Column("publish_at", instant, nullable=True))
        batch_op.add_column(sa.Column("publish_by", sa.String(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("publish_revision", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(
            sa.Column("publish_missed", datasets.kernel.db.JsonType(), nullable=True)
        )
        batch_op.create_index(batch_op.f("ix_dataset_publish_at"), ["publish_at"], unique=False)
    with op.batch_alter_table("file_version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("hold", sa.String(length=10), server_default="", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("file_version", schema=None) as batch_op:
        batch_op.drop_column("hold")
    with op.batch_alter_table("dataset", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dataset_publish_at"))
        batch_op.drop_column("publish_missed")
        batch_op.drop_column("publish_revision")
        batch_op.drop_column("publish_by")
        batch_op.drop_column("publish_at")
    op.drop_index(op.f("ix_version_change_before_id"), table_name="version_change")
    op.drop_table("version_change")
    op.drop_index(op.f("ix_form_draft_subject"), table_name="form_draft")
    op.drop_table("form_draft")
