"""Names are given one at a time: giving one, or making somebody whose name nobody else may have,
waits for the other to commit, and then sees it."""

from __future__ import annotations

from django.db import connection, transaction

# Any number that nothing else in the database uses for an advisory lock ("news_nam" in hex).
LOCK = 0x6E6577735F6E616D


def lock_names() -> None:
    """Let nobody else give a name until the transaction ends. Taken after the locks of threads
    and comments and before those of accounts and of the log. On SQLite a transaction is alone
    from its beginning. Raises TransactionManagementError outside a transaction."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a name is given within a transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
