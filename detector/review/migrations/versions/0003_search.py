"""Full-text search, and calibrators fitted from decisions."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


SQLITE = (
    "CREATE VIRTUAL TABLE item_search USING fts5(search, content='items', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER item_search_add AFTER INSERT ON items BEGIN "
    "INSERT INTO item_search(rowid, search) VALUES (new.id, new.search); END",
    "CREATE TRIGGER item_search_drop AFTER DELETE ON items BEGIN "
    "INSERT INTO item_search(item_search, rowid, search) VALUES ('delete', old.id, old.search); END",
    "CREATE TRIGGER item_search_change AFTER UPDATE OF search ON items BEGIN "
    "INSERT INTO item_search(item_search, rowid, search) VALUES ('delete', old.id, old.search); "
    "INSERT INTO item_search(rowid, search) VALUES (new.id, new.search); END",
    "INSERT INTO item_search(item_search) VALUES ('rebuild')",
)
SQLITE_DOWN = (
    "DROP TRIGGER item_search_add",
    "DROP TRIGGER item_search_drop",
    "DROP TRIGGER item_search_change",
    "DROP TABLE item_search",
)
POSTGRESQL = "CREATE INDEX item_search ON items USING gin (to_tsvector('simple', search))"


def upgrade() -> None:
    calibrations = op.create_table(
        "calibrations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("slope", sa.Float(), nullable=False),
        sa.Column("intercept", sa.Float(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    # Those of a store that had been taken back to the migration before stand in the log.
    c = sa.table("events", *(sa.column(name) for name in ("seq", "action", "after"))).c
    logged = op.get_bind().scalars(sa.select(c.after).where(c.action == "calibrated").order_by(c.seq))
    rows = {row["id"]: {**row, "report": json.dumps(row["report"], sort_keys=True)} for row in map(json.loads, logged)}
    if rows:
        op.bulk_insert(calibrations, list(rows.values()))
    postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in (POSTGRESQL,) if postgresql else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in ("DROP INDEX item_search",) if postgresql else SQLITE_DOWN:
        op.execute(statement)
    op.drop_table("calibrations")
