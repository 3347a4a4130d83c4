"""Findings, the people who decide on them, and the audit chain."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


APPEND_ONLY_SQLITE = (
    "CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
)
APPEND_ONLY_POSTGRESQL = (
    "CREATE FUNCTION events_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$",
    "CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events "
    "FOR EACH STATEMENT EXECUTE FUNCTION events_append_only()",
)


def upgrade() -> None:
    op.create_table(
        "store",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("created", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "sessions",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("csrf", sa.String(), nullable=False),
        sa.Column("expires", sa.Float(), nullable=False),
        sa.Column("ends", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token"),
    )
    op.create_index(op.f("ix_sessions_user_id"), "sessions", ["user_id"], unique=False)
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_attempts_address"), "attempts", ["address"], unique=False)
    op.create_index(op.f("ix_attempts_at"), "attempts", ["at"], unique=False)
    op.create_index(op.f("ix_attempts_name"), "attempts", ["name"], unique=False)
    op.create_table(
        "documents",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("published", sa.String(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_documents_identity"), "documents", ["identity"], unique=False)
    op.create_table(
        "runs",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("makers", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("conflict", sa.String(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("rank", sa.Float(), nullable=False),
        sa.Column("stratum", sa.String(), nullable=False),
        sa.Column("published", sa.String(), nullable=False),
        sa.Column("makers", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("assignee", sa.String(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("first_reader", sa.String(), nullable=False),
        sa.Column("first_verdict", sa.String(), nullable=False),
        sa.Column("second_reader", sa.String(), nullable=False),
        sa.Column("second_verdict", sa.String(), nullable=False),
        sa.Column("decided", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("items_assignee_rank", "items", ["assignee", "rank", "id"], unique=False)
    op.create_index("items_assignee_stage_rank", "items", ["assignee", "stage", "rank", "id"], unique=False)
    op.create_index("items_conflict_rank", "items", ["conflict", "rank", "id"], unique=False)
    op.create_index("items_conflict_stage_rank", "items", ["conflict", "stage", "rank", "id"], unique=False)
    op.create_index("items_decided", "items", ["decided", "id"], unique=False)
    op.create_index("items_flagged_rank", "items", ["flagged", "rank", "id"], unique=False)
    op.create_index("items_flagged_stage_rank", "items", ["flagged", "stage", "rank", "id"], unique=False)
    op.create_index("items_kind_rank", "items", ["kind", "rank", "id"], unique=False)
    op.create_index("items_kind_stage_rank", "items", ["kind", "stage", "rank", "id"], unique=False)
    op.create_index("items_probability", "items", ["probability", "id"], unique=False)
    op.create_index("items_published", "items", ["published", "id"], unique=False)
    op.create_index("items_rank", "items", ["rank", "id"], unique=False)
    op.create_index("items_second_reader", "items", ["second_reader", "kind"], unique=False)
    op.create_index("items_stage_decided", "items", ["stage", "decided", "id"], unique=False)
    op.create_index("items_stage_probability", "items", ["stage", "probability", "id"], unique=False)
    op.create_index("items_stage_published", "items", ["stage", "published", "id"], unique=False)
    op.create_index(
        "items_stage_rank",
        "items",
        ["stage", "rank", "id", "published", "probability", "kind", "assignee", "flagged"],
        unique=False,
    )
    op.create_index("items_state_decided", "items", ["state", "decided", "id"], unique=False)
    op.create_index("items_state_probability", "items", ["state", "probability", "id"], unique=False)
    op.create_index("items_state_published", "items", ["state", "published", "id"], unique=False)
    op.create_index("items_state_rank", "items", ["state", "rank", "id"], unique=False)
    op.create_index("items_stratum_state", "items", ["stratum", "state"], unique=False)
    op.create_index("items_topic_rank", "items", ["topic", "rank", "id"], unique=False)
    op.create_index("items_topic_stage_rank", "items", ["topic", "stage", "rank", "id"], unique=False)
    op.create_table(
        "facets",
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("rank", sa.Float(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("field", "value", "rank", "item_id"),
    )
    op.create_index(op.f("ix_facets_item_id"), "facets", ["item_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("item_key", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("passage", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("item_key", "side", "identity"),
    )
    op.create_table(
        "tally",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("state", "kind"),
    )
    op.create_table(
        "events",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("makers", sa.Text(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=False),
        sa.Column("prev", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("events_action_at", "events", ["action", "at"], unique=False)
    op.create_index(op.f("ix_events_batch"), "events", ["batch"], unique=False)
    op.create_index(op.f("ix_events_item"), "events", ["item"], unique=False)
    op.create_table(
        "head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "batches",
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("batch"),
    )
    op.create_index("batches_actor", "batches", ["actor", "undone", "seq"], unique=False)
    postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in APPEND_ONLY_POSTGRESQL if postgresql else APPEND_ONLY_SQLITE:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("batches")
    op.drop_table("head")
    op.drop_table("events")
    op.drop_table("tally")
    op.drop_table("evidence")
    op.drop_table("facets")
    op.drop_table("items")
    op.drop_table("runs")
    op.drop_table("documents")
    op.drop_table("attempts")
    op.drop_table("sessions")
    op.drop_table("users")
    op.drop_table("store")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION events_append_only()")
