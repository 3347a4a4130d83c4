"""Runs the migrations in one transaction on the engine that the caller holds."""

from alembic import context

engine = context.config.attributes["engine"]
with engine.connect().execution_options(write=True) as connection:
    context.configure(connection=connection, transaction_per_migration=False, transactional_ddl=True)
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":  # two servers that start at once take turns
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(20260501)")
        context.run_migrations()
