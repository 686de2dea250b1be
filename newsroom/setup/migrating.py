from __future__ import annotations

from collections.abc import Callable

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _


def migrate(write: Callable[[str], object]) -> None:
    """Bring the database up to date, and say so if there is anything to do."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        write(_("Bringing the database up to date …"))
        call_command("migrate", verbosity=0, interactive=False)
