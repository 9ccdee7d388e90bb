"""On what ground people's data are public, impact assessments, review panels, searched again."""

import sqlalchemy as sa
from alembic import op

import datasets.kernel.db

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_JSON = datasets.kernel.db.JsonType
_INSTANT = datasets.kernel.db.UtcDateTime(timezone=True)
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "impact_assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("answers", _JSON, nullable=False),
        sa.Column("stakeholders", sa.String(), nullable=False),
        sa.Column("data_flow", sa.String(), nullable=False),
        sa.Column("risks", _JSON, nullable=False),
        sa.Column("public_summary", _JSON, nullable=False),
        sa.Column("written_by", sa.String(length=320), nullable=False),
        sa.Column("written_at", _INSTANT, nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(length=320), nullable=False),
        sa.Column("decided_at", _INSTANT, nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=op.f("fk_impact_assessment_dataset_id_dataset")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_assessment")),
        sa.UniqueConstraint("dataset_id", name=op.f("uq_impact_assessment_dataset_id")),
    )
    op.create_table(
        "review_panel",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("members", _JSON, nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(length=320), nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_review_panel_organization_id_organization"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_panel")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_review_panel_organization_id")),
    )
    op.create_table(
        "panel_vote",
        sa.Column("id", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("actor", sa.String(length=320), nullable=False),
        sa.Column("vote", sa.String(length=10), nullable=False),
        sa.Column("advice", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=op.f("fk_panel_vote_dataset_id_dataset")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_vote")),
    )
    with op.batch_alter_table("panel_vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_vote_dataset_id"), ["dataset_id"], unique=False)

    with op.batch_alter_table("disclosure_question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_at", _INSTANT, nullable=True))
        batch_op.add_column(
            sa.Column("basis", sa.String(length=20), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("explanation", sa.String(), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("explained_by", sa.String(length=320), server_default="", nullable=False)
        )

    with op.batch_alter_table("file_version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("handed_in_by", sa.String(length=320), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("privacy_rules", sa.String(length=10), server_default="", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("file_version", schema=None) as batch_op:
        batch_op.drop_column("privacy_rules")
        batch_op.drop_column("handed_in_by")

    with op.batch_alter_table("disclosure_question", schema=None) as batch_op:
        batch_op.drop_column("explained_by")
        batch_op.drop_column("explanation")
        batch_op.drop_column("basis")
        batch_op.drop_column("asked_at")

    with op.batch_alter_table("panel_vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_vote_dataset_id"))

    op.drop_table("panel_vote")
    op.drop_table("review_panel")
    op.drop_table("impact_assessment")
