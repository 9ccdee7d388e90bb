"""The first tables."""

import sqlalchemy as sa
from alembic import op

import datasets.kernel.db

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "audit_entry",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=320), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.String(length=200), nullable=False),
        sa.Column("detail", datasets.kernel.db.JsonType(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_entry_subject_kind_subject_id"),
            ["subject_kind", "subject_id"],
            unique=False,
        )

    op.create_table(
        "cron_mark",
        sa.Column("entry", sa.String(length=200), nullable=False),
        sa.Column("seen_until", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_cron_mark")),
    )
    op.create_table(
        "harvest_source",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("organization_slug", sa.String(), nullable=False),
        sa.Column("options", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("publish", sa.Boolean(), nullable=False),
        sa.Column("created_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_harvest_source")),
        sa.UniqueConstraint("slug", name=op.f("uq_harvest_source_slug")),
    )
    op.create_table(
        "job",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("payload", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("unique_key", sa.String(length=200), nullable=True),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("run_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("max_tries", sa.Integer(), nullable=False),
        sa.Column("lease_until", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.BigInteger(), nullable=False),
        sa.Column("worker", sa.String(length=100), nullable=True),
        sa.Column("progress_done", sa.BigInteger(), nullable=False),
        sa.Column("progress_total", sa.BigInteger(), nullable=True),
        sa.Column("progress_text", datasets.kernel.db.JsonType(), nullable=True),
        sa.Column("log", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("refusal", datasets.kernel.db.JsonType(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("started_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("finished_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_next", ["state", "rank", "run_at", "id"], unique=False)
        batch_op.create_index(
            "ix_job_unique_key_live",
            ["unique_key"],
            unique=True,
            sqlite_where=sa.text("state IN ('queued', 'running')"),
            postgresql_where=sa.text("state IN ('queued', 'running')"),
        )

    op.create_table(
        "organization",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("description", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("created_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("slug", name=op.f("uq_organization_slug")),
    )
    op.create_table(
        "dataset",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("DRAFT", "IN_REVIEW", "PUBLISHED", "WITHDRAWN", name="state"),
            nullable=False,
        ),
        sa.Column("title", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("summary", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("description", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("themes", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("keywords", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("license", sa.String(), nullable=False),
        sa.Column("license_text", sa.String(), nullable=False),
        sa.Column("frequency", sa.String(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("origin_kind", sa.String(), nullable=False),
        sa.Column("origin_source", sa.String(), nullable=False),
        sa.Column("origin_identifier", sa.String(), nullable=False),
        sa.Column("origin_uri", sa.String(), nullable=False),
        sa.Column("origin_path", sa.String(), nullable=False),
        sa.Column("wants_publishing", sa.Boolean(), nullable=False),
        sa.Column("originals_public", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("indexed_revision", sa.Integer(), nullable=False),
        sa.Column("quality_score", sa.Integer(), nullable=True),
        sa.Column("created_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("modified_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=False),
        sa.Column("missing_since", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_dataset_organization_id_organization"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset")),
        sa.UniqueConstraint("slug", name=op.f("uq_dataset_slug")),
    )
    with op.batch_alter_table("dataset", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dataset_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_dataset_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_dataset_origin",
            ["origin_source", "origin_identifier"],
            unique=True,
            sqlite_where=sa.text("origin_source != ''"),
            postgresql_where=sa.text("origin_source != ''"),
        )

    op.create_table(
        "harvest_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state", sa.Enum("RUNNING", "COMPLETE", "FAILED", name="runstate"), nullable=False
        ),
        sa.Column("counts", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("message", datasets.kernel.db.JsonType(), nullable=True),
        sa.Column("started_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["harvest_source.id"],
            name=op.f("fk_harvest_run_source_id_harvest_source"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_harvest_run")),
    )
    with op.batch_alter_table("harvest_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_harvest_run_source_id"), ["source_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Enum("PUBLISHER", "REVIEWER", "ADMIN", name="role"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_membership_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_membership_organization_id_organization"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "account_id", "organization_id", name=op.f("uq_membership_account_id_organization_id")
        ),
    )
    op.create_table(
        "distribution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("uri", sa.String(), nullable=False),
        sa.Column("column_notes", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("current_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=op.f("fk_distribution_dataset_id_dataset")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distribution")),
        sa.UniqueConstraint(
            "dataset_id",
            "filename",
            "sheet",
            name=op.f("uq_distribution_dataset_id_filename_sheet"),
        ),
        sa.UniqueConstraint("dataset_id", "name", name=op.f("uq_distribution_dataset_id_name")),
    )
    with op.batch_alter_table("distribution", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_distribution_dataset_id"), ["dataset_id"], unique=False
        )

    op.create_table(
        "harvest_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("identifier", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("NEW", "CHANGED", "SAME", "SKIPPED", "FAILED", "WITHDRAWN", name="outcome"),
            nullable=False,
        ),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("dataset_id", sa.Uuid(), nullable=True),
        sa.Column("missing_runs", sa.Integer(), nullable=False),
        sa.Column("message", datasets.kernel.db.JsonType(), nullable=True),
        sa.Column("trace", sa.String(), nullable=False),
        sa.Column("met_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=op.f("fk_harvest_record_dataset_id_dataset")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["harvest_source.id"],
            name=op.f("fk_harvest_record_source_id_harvest_source"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_harvest_record")),
        sa.UniqueConstraint(
            "source_id", "identifier", name=op.f("uq_harvest_record_source_id_identifier")
        ),
    )
    with op.batch_alter_table("harvest_record", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_harvest_record_source_id"), ["source_id"], unique=False
        )

    op.create_table(
        "file_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("distribution_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "RECEIVED",
                "STORED",
                "READ",
                "REPAIRED",
                "VALIDATED",
                "TABULATED",
                "PACKAGED",
                "REFUSED",
                name="stage",
            ),
            nullable=False,
        ),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("encoding", sa.String(), nullable=True),
        sa.Column("newline", sa.String(), nullable=True),
        sa.Column("header_row", sa.Integer(), nullable=True),
        sa.Column("rows", sa.BigInteger(), nullable=True),
        sa.Column("columns", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("geometry_type", sa.String(), nullable=True),
        sa.Column("clean_sha256", sa.String(), nullable=True),
        sa.Column("clean_size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("table_key", sa.String(), nullable=True),
        sa.Column("refusal", datasets.kernel.db.JsonType(), nullable=True),
        sa.Column("received_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["distribution_id"],
            ["distribution.id"],
            name=op.f("fk_file_version_distribution_id_distribution"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_version")),
        sa.UniqueConstraint(
            "distribution_id", "number", name=op.f("uq_file_version_distribution_id_number")
        ),
    )
    with op.batch_alter_table("file_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_file_version_distribution_id"), ["distribution_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_file_version_sha256"), ["sha256"], unique=False)

    op.create_table(
        "disclosure_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("blocking", sa.Boolean(), nullable=False),
        sa.Column("message", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column(
            "decision", sa.Enum("PENDING", "ALLOWED", "REFUSED", name="decision"), nullable=False
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["file_version.id"],
            name=op.f("fk_disclosure_question_version_id_file_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_question")),
    )
    with op.batch_alter_table("disclosure_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_disclosure_question_version_id"), ["version_id"], unique=False
        )

    op.create_table(
        "quality_report",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("report", datasets.kernel.db.JsonType(), nullable=True),
        sa.Column("recipe", datasets.kernel.db.JsonType(), nullable=True),
        sa.Column("repairs", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("defects", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("notes", datasets.kernel.db.JsonType(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["file_version.id"],
            name=op.f("fk_quality_report_version_id_file_version"),
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_quality_report")),
    )


def downgrade() -> None:
    op.drop_table("quality_report")
    with op.batch_alter_table("disclosure_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disclosure_question_version_id"))

    op.drop_table("disclosure_question")
    with op.batch_alter_table("file_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_file_version_sha256"))
        batch_op.drop_index(batch_op.f("ix_file_version_distribution_id"))

    op.drop_table("file_version")
    with op.batch_alter_table("harvest_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_harvest_record_source_id"))

    op.drop_table("harvest_record")
    with op.batch_alter_table("distribution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_distribution_dataset_id"))

    op.drop_table("distribution")
    op.drop_table("membership")
    with op.batch_alter_table("harvest_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_harvest_run_source_id"))

    op.drop_table("harvest_run")
    with op.batch_alter_table("dataset", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_dataset_origin",
            sqlite_where=sa.text("origin_source != ''"),
            postgresql_where=sa.text("origin_source != ''"),
        )
        batch_op.drop_index(batch_op.f("ix_dataset_state"))
        batch_op.drop_index(batch_op.f("ix_dataset_organization_id"))

    op.drop_table("dataset")
    op.drop_table("organization")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_job_unique_key_live",
            sqlite_where=sa.text("state IN ('queued', 'running')"),
            postgresql_where=sa.text("state IN ('queued', 'running')"),
        )
        batch_op.drop_index("ix_job_next")

    op.drop_table("job")
    op.drop_table("harvest_source")
    op.drop_table("cron_mark")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_subject_kind_subject_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))

    op.drop_table("audit_entry")
    op.drop_table("account")
