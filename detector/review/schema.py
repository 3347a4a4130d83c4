"""The tables. Migrations make them; a test holds the two together."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text, table

metadata = MetaData()

store = Table("store", metadata, Column("name", String, primary_key=True), Column("value", Text, nullable=False))

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("role", String, nullable=False),
    Column("password", String, nullable=False),
    Column("created", String, nullable=False),
    Column("active", Boolean, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", String, primary_key=True),  # SHA-256 of the cookie: a stolen store opens no session
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String, nullable=False),
    Column("expires", Float, nullable=False),
    Column("ends", Float, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("token", String, primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("created", String, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False, index=True),
    Column("address", String, nullable=False, index=True),
    Column("at", Float, nullable=False, index=True),
)

documents = Table(
    "documents",
    metadata,
    Column("key", String, primary_key=True),  # content hash of what follows
    Column("id", String, nullable=False),
    Column("identity", String, nullable=False, index=True),
    Column("outlet", String, nullable=False),
    Column("author", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("published", String, nullable=False),
    Column("path", Text, nullable=False),
    Column("text", Text, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", String, primary_key=True),  # content hash of the run's files
    Column("at", String, nullable=False),
    Column("makers", Text, nullable=False),
    Column("counts", Text, nullable=False),
    Column("findings", Integer, nullable=False),
)

items = Table(
    "items",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("run", String, nullable=False),
    Column("conflict", String, nullable=False),
    Column("topic", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("probability", Float, nullable=False),
    Column("rank", Float, nullable=False),
    Column("stratum", String, nullable=False),
    Column("published", String, nullable=False),
    Column("makers", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("digest", String, nullable=False),
    Column("search", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("standing", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("stage", String, nullable=False),  # open, waiting, done: what a state asks of an editor
    Column("verdict", String, nullable=False),
    Column("assignee", String, nullable=False),
    Column("flagged", Boolean, nullable=False),
    Column("first_reader", String, nullable=False),
    Column("first_verdict", String, nullable=False),
    Column("second_reader", String, nullable=False),
    Column("second_verdict", String, nullable=False),
    Column("decided", String, nullable=False),
    Column("holder", String, nullable=False),
)
# Every way to sort, alone and within each filter that leaves many rows.
SORTS = ("rank", "probability", "published", "decided")
# What a filter may ask for besides; in the index, a row that does not match is never fetched.
_ASKED = (items.c.published, items.c.probability, items.c.kind, items.c.assignee, items.c.flagged)
for _sort in SORTS:
    Index(f"items_{_sort}", items.c[_sort], items.c.id)
    Index(f"items_state_{_sort}", items.c.state, items.c[_sort], items.c.id)
    if _sort != "rank":
        Index(f"items_stage_{_sort}", items.c.stage, items.c[_sort], items.c.id)
Index("items_stage_rank", items.c.stage, items.c.rank, items.c.id, *_ASKED)
for _name in ("kind", "assignee", "flagged", "conflict", "topic"):
    Index(f"items_{_name}_stage_rank", items.c[_name], items.c.stage, items.c.rank, items.c.id)
    Index(f"items_{_name}_rank", items.c[_name], items.c.rank, items.c.id)
Index("items_stratum_state", items.c.stratum, items.c.state)
Index("items_second_reader", items.c.second_reader, items.c.kind)

facets = Table(  # the names that stand on either side of a finding, lower case, to filter by
    "facets",
    metadata,
    Column("field", String, primary_key=True),  # holder, outlet
    Column("value", String, primary_key=True),
    Column("rank", Float, primary_key=True),
    Column("item_id", ForeignKey("items.id", ondelete="CASCADE"), primary_key=True, index=True),
)

# Code points decide the order on every database, so that what begins alike stands together.
_IN_ORDER = String().with_variant(String(collation="C"), "postgresql")
names = Table(  # the names that a filter suggests, by every word of them
    "names",
    metadata,
    Column("field", String, primary_key=True),  # holder, outlet, topic
    Column("start", _IN_ORDER, primary_key=True),  # the name from one of its words on, lower case
    Column("name", String, primary_key=True),
)

evidence = Table(  # who has ever been seen to carry a side
    "evidence",
    metadata,
    Column("item_key", String, primary_key=True),
    Column("side", String, primary_key=True),
    Column("identity", String, primary_key=True),
    Column("passage", String, nullable=False),
    Column("document", String, nullable=False),
    Column("outlet", String, nullable=False),
)

tally = Table(  # counts for the list's margin, kept up with every write
    "tally",
    metadata,
    Column("state", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("n", Integer, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("item", String, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("makers", Text, nullable=False),
    Column("batch", String, nullable=False, index=True),
    Column("undoes", Integer, nullable=False),
    Column("prev", String, nullable=False),
    Column("hash", String, nullable=False),
)
Index("events_action_at", events.c.action, events.c.at)

head = Table(  # the newest event; one row, and the lock of every writer
    "head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String, nullable=False),
)

batches = Table(  # each user's actions in order, for undo; derived from the events
    "batches",
    metadata,
    Column("batch", String, primary_key=True),
    Column("actor", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("undone", Boolean, nullable=False),
)
Index("batches_actor", batches.c.actor, batches.c.undone, batches.c.seq)

leases = Table(
    "leases",
    metadata,
    Column("item_key", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("until", Float, nullable=False, index=True),
)

comments = Table(
    "comments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item_key", String, nullable=False, index=True),
    Column("author", String, nullable=False),
    Column("at", String, nullable=False),
    Column("text", Text, nullable=False),
)

mentions = Table(  # the users that comments name; derived from the events, save for what they have looked at
    "mentions",
    metadata,
    Column("comment_id", ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("seen", Boolean, nullable=False),
)
Index("mentions_name", mentions.c.name, mentions.c.seen)

calibrations = Table(
    "calibrations",
    metadata,
    Column("id", String, primary_key=True),
    Column("at", String, nullable=False),
    Column("slope", Float, nullable=False),
    Column("intercept", Float, nullable=False),
    Column("report", Text, nullable=False),
)

search = table("item_search")  # SQLite's full-text index; made by its migration alone
