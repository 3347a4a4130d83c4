"""Whom comments mention."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

START = "mentions "


def upgrade() -> None:
    mentions = op.create_table(
        "mentions",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("comment_id", "name"),
    )
    op.create_index("mentions_name", "mentions", ["name", "seen"], unique=False)
    # Those of a store that had been taken back to the migration before stand in the log, in the comments' order.
    comments = sa.table("comments", sa.column("id"))
    events = sa.table("events", sa.column("seq"), sa.column("action"), sa.column("reason"))
    ids = op.get_bind().scalars(sa.select(comments.c.id).order_by(comments.c.id))
    query = sa.select(events.c.reason).where(events.c.action == "commented").order_by(events.c.seq)
    rows = [
        {"comment_id": id, "name": name, "seen": True}
        for id, reason in zip(ids, op.get_bind().scalars(query), strict=False)
        if reason.startswith(START)
        for name in reason.removeprefix(START).split(", ")
    ]
    if rows:
        op.bulk_insert(mentions, rows)


def downgrade() -> None:
    op.drop_table("mentions")
