"""Several people: tokens for programs, leases, comments. Taken back, tokens have to be made anew."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tokens",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token"),
    )
    op.create_index(op.f("ix_tokens_user_id"), "tokens", ["user_id"], unique=False)
    op.create_table(
        "leases",
        sa.Column("item_key", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("item_key"),
    )
    op.create_index(op.f("ix_leases_until"), "leases", ["until"], unique=False)
    comments = op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_comments_item_key"), "comments", ["item_key"], unique=False)
    # Those of a store that had been taken back to the migration before stand in the log.
    c = sa.table("events", *(sa.column(name) for name in ("seq", "at", "actor", "action", "item", "after"))).c
    query = sa.select(c.item.label("item_key"), c.actor.label("author"), c.at, c.after.label("text"))
    found = op.get_bind().execute(query.where(c.action == "commented").order_by(c.seq))
    if rows := [dict(row._mapping) for row in found]:
        op.bulk_insert(comments, rows)


def downgrade() -> None:
    op.drop_table("comments")
    op.drop_table("leases")
    op.drop_table("tokens")
