"""Neighbours harvested, apps shown, people with roles, reviews, erasure, and what residents say."""

import sqlalchemy as sa
from alembic import op

import datasets.kernel.db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # PostgreSQL makes the type of a new table's column by itself, that of a new column not
    sa.Enum("CITY", "UNIVERSITY", "COMPANY", "RESIDENTS", name="organizationkind").create(
        op.get_bind(), checkfirst=True
    )
    op.create_table(
        "data_request",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "RECEIVED", "CHECKING", "PLANNED", "PUBLISHED", "DECLINED", name="requeststate"
            ),
            nullable=False,
        ),
        sa.Column("accepted_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("dataset_slug", sa.String(), nullable=False),
        sa.Column("created_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_data_request_secret_digest")),
    )
    with op.batch_alter_table("data_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_data_request_state"), ["state"], unique=False)

    op.create_table(
        "voice_step",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("kind", sa.Enum("REQUEST", "REPORT", name="voicekind"), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_step")),
    )
    with op.batch_alter_table("voice_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_voice_step_kind_subject_id"), ["kind", "subject_id"], unique=False
        )

    op.create_table(
        "api_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("prefix", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("permissions", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("created_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_api_token_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_api_token_organization_id_organization"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_token_digest")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_account_id"), ["account_id"], unique=False)

    op.create_table(
        "citizen_app",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("DRAFT", "SUBMITTED", "APPROVED", "RETURNED", "RETIRED", name="appstate"),
            nullable=False,
        ),
        sa.Column("title", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("line", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("description", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("config", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("platforms", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("themes", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("cost", sa.Enum("FREE", "ADS", "PAID", name="cost"), nullable=False),
        sa.Column("license", sa.String(), nullable=False),
        sa.Column("source_code", sa.String(), nullable=False),
        sa.Column("privacy", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("works_elsewhere", sa.Boolean(), nullable=False),
        sa.Column("featured", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("confirm_digest", sa.String(), nullable=True),
        sa.Column("status_digest", sa.String(), nullable=True),
        sa.Column("alive", sa.Boolean(), nullable=False),
        sa.Column("last_checked_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("failing_since", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("failed_checks", sa.Integer(), nullable=False),
        sa.Column("mailed_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("approved_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("retired_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("updated_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_citizen_app_organization_id_organization"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citizen_app")),
        sa.UniqueConstraint("confirm_digest", name=op.f("uq_citizen_app_confirm_digest")),
        sa.UniqueConstraint("slug", name=op.f("uq_citizen_app_slug")),
        sa.UniqueConstraint("status_digest", name=op.f("uq_citizen_app_status_digest")),
    )
    with op.batch_alter_table("citizen_app", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_citizen_app_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_citizen_app_template"), ["template"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_invitation_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitation_digest")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_account_id"), ["account_id"], unique=False)

    op.create_table(
        "app_dataset",
        sa.Column("app_id", sa.Uuid(), nullable=False),
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["app_id"], ["citizen_app.id"], name=op.f("fk_app_dataset_app_id_citizen_app")
        ),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=op.f("fk_app_dataset_dataset_id_dataset")
        ),
        sa.PrimaryKeyConstraint("app_id", "dataset_id", name=op.f("pk_app_dataset")),
    )
    with op.batch_alter_table("app_dataset", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_app_dataset_dataset_id"), ["dataset_id"], unique=False)

    op.create_table(
        "app_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("app_id", sa.Uuid(), nullable=False),
        sa.Column("at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["app_id"], ["citizen_app.id"], name=op.f("fk_app_event_app_id_citizen_app")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_event")),
    )
    with op.batch_alter_table("app_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_app_event_app_id_at"), ["app_id", "at"], unique=False)

    op.create_table(
        "app_opening",
        sa.Column("app_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["app_id"], ["citizen_app.id"], name=op.f("fk_app_opening_app_id_citizen_app")
        ),
        sa.PrimaryKeyConstraint("app_id", "day", name=op.f("pk_app_opening")),
    )
    op.create_table(
        "app_picture",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("app_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("small_sha256", sa.String(), nullable=False),
        sa.Column("alt", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["app_id"], ["citizen_app.id"], name=op.f("fk_app_picture_app_id_citizen_app")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_picture")),
    )
    with op.batch_alter_table("app_picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_app_picture_app_id"), ["app_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_app_picture_sha256"), ["sha256"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_app_picture_small_sha256"), ["small_sha256"], unique=False
        )

    op.create_table(
        "data_report",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("old_value", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum("RECEIVED", "CHECKING", "FIXED", "KEPT", name="reportstate"),
            nullable=False,
        ),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("created_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=op.f("fk_data_report_dataset_id_dataset")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_report")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_data_report_secret_digest")),
    )
    with op.batch_alter_table("data_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_data_report_dataset_id"), ["dataset_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_data_report_state"), ["state"], unique=False)

    op.create_table(
        "erasure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("digests", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("table_keys", datasets.kernel.db.JsonType(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor", sa.String(length=320), nullable=False),
        sa.Column("at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("done_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=op.f("fk_erasure_dataset_id_dataset")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasure_dataset_id"), ["dataset_id"], unique=False)

    op.create_table(
        "review_event",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=320), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=op.f("fk_review_event_dataset_id_dataset")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_event")),
    )
    with op.batch_alter_table("review_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_event_dataset_id"), ["dataset_id"], unique=False
        )

    op.create_table(
        "erased_digest",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("erasure_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["erasure_id"], ["erasure.id"], name=op.f("fk_erased_digest_erasure_id_erasure")
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_erased_digest")),
    )
    with op.batch_alter_table("dataset", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("pinned", datasets.kernel.db.JsonType(), server_default="[]", nullable=False)
        )
        batch_op.add_column(sa.Column("changed_by", sa.String(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("submitted_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("submitted_by", sa.String(), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("returned_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("returned_reason", sa.String(), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "proposed", datasets.kernel.db.JsonType(), server_default="{}", nullable=False
            )
        )
        batch_op.add_column(
            sa.Column("erased_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True)
        )

    with op.batch_alter_table("distribution", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("origin_identifier", sa.String(), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "description", datasets.kernel.db.JsonType(), server_default="{}", nullable=False
            )
        )
        batch_op.add_column(
            sa.Column("format_text", sa.String(), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("link_reason", datasets.kernel.db.JsonType(), nullable=True))
        batch_op.add_column(
            sa.Column("fetched_mark", sa.String(), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("fetched_etag", sa.String(), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("fetched_modified", sa.String(), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("missing_since", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True)
        )

    with op.batch_alter_table("file_version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("erased_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True)
        )

    with op.batch_alter_table("harvest_source", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cron", sa.String(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("paused_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("paused_reason", datasets.kernel.db.JsonType(), nullable=True)
        )
        batch_op.add_column(sa.Column("agreement", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("failures", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column("not_before", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column(
                "absence_agreed_at", datasets.kernel.db.UtcDateTime(timezone=True), nullable=True
            )
        )

    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.Enum("CITY", "UNIVERSITY", "COMPANY", "RESIDENTS", name="organizationkind"),
                server_default="CITY",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("area_code", sa.String(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("needs_review", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.drop_column("needs_review")
        batch_op.drop_column("area_code")
        batch_op.drop_column("kind")

    with op.batch_alter_table("harvest_source", schema=None) as batch_op:
        batch_op.drop_column("absence_agreed_at")
        batch_op.drop_column("not_before")
        batch_op.drop_column("failures")
        batch_op.drop_column("agreement")
        batch_op.drop_column("paused_reason")
        batch_op.drop_column("paused_at")
        batch_op.drop_column("cron")

    with op.batch_alter_table("file_version", schema=None) as batch_op:
        batch_op.drop_column("erased_at")

    with op.batch_alter_table("distribution", schema=None) as batch_op:
        batch_op.drop_column("missing_since")
        batch_op.drop_column("fetched_modified")
        batch_op.drop_column("fetched_etag")
        batch_op.drop_column("fetched_mark")
        batch_op.drop_column("link_reason")
        batch_op.drop_column("format_text")
        batch_op.drop_column("description")
        batch_op.drop_column("origin_identifier")

    with op.batch_alter_table("dataset", schema=None) as batch_op:
        batch_op.drop_column("erased_at")
        batch_op.drop_column("proposed")
        batch_op.drop_column("returned_reason")
        batch_op.drop_column("returned_at")
        batch_op.drop_column("submitted_by")
        batch_op.drop_column("submitted_at")
        batch_op.drop_column("changed_by")
        batch_op.drop_column("pinned")

    op.drop_table("erased_digest")
    with op.batch_alter_table("review_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_event_dataset_id"))

    op.drop_table("review_event")
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erasure_dataset_id"))

    op.drop_table("erasure")
    with op.batch_alter_table("data_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_report_state"))
        batch_op.drop_index(batch_op.f("ix_data_report_dataset_id"))

    op.drop_table("data_report")
    with op.batch_alter_table("app_picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_app_picture_small_sha256"))
        batch_op.drop_index(batch_op.f("ix_app_picture_sha256"))
        batch_op.drop_index(batch_op.f("ix_app_picture_app_id"))

    op.drop_table("app_picture")
    op.drop_table("app_opening")
    with op.batch_alter_table("app_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_app_event_app_id_at"))

    op.drop_table("app_event")
    with op.batch_alter_table("app_dataset", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_app_dataset_dataset_id"))

    op.drop_table("app_dataset")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_account_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("citizen_app", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_citizen_app_template"))
        batch_op.drop_index(batch_op.f("ix_citizen_app_state"))

    op.drop_table("citizen_app")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_token_account_id"))

    op.drop_table("api_token")
    with op.batch_alter_table("voice_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_voice_step_kind_subject_id"))

    op.drop_table("voice_step")
    with op.batch_alter_table("data_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_request_state"))

    op.drop_table("data_request")
