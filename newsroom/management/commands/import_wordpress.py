from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from newsroom.models import User
from newsroom.transfer import wordpress
from newsroom.transfer.command import ImportCommand, Records

# Where the pictures lie if nobody says so: beside the export.
FOLDERS = ("uploads", "wp-content/uploads")


class Command(ImportCommand):
    help = "Bring a paper in from WordPress: its export files, WXR (docs/archive.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="+", metavar="file", help="the export, or all the parts of it"
        )
        parser.add_argument(
            "--media",
            metavar="FOLDER",
            help="the old server's wp-content/uploads; without it, uploads beside the export",
        )
        parser.add_argument(
            "--staff",
            metavar="LOGIN=EMAIL",
            action="append",
            default=[],
            help="the account of the export that is a member of the staff here (repeatable)",
        )
        super().add_arguments(parser)

    def opened(self, options: dict[str, Any]) -> AbstractContextManager[Records]:
        files = options["files"]
        media = _media(options["media"], Path(files[0]).parent)
        staff = dict(_member(each) for each in options["staff"])
        return closing(wordpress.read(files, media=media, staff=staff))  # type: ignore[type-var]


def _media(name: str | None, beside: Path) -> Path | None:
    if name is None:
        return next((beside / each for each in FOLDERS if (beside / each).is_dir()), None)
    for folder in (Path(name), beside / name):
        if folder.is_dir():
            return folder
    raise CommandError(f"--media {name}: there is no such folder. Nothing was brought in.")


def _member(given: str) -> tuple[str, int]:
    """A login of the export, and the account here that stands for it."""
    login, equals, email = given.rpartition("=")
    if not equals or not login or "@" not in email:
        raise CommandError(f"--staff {given}: write LOGIN=EMAIL. Nothing was brought in.")
    person = User.objects.filter(
        email=User.objects.normalize_email(email), is_staff=True, is_active=True
    ).first()
    if person is None:
        raise CommandError(
            f"--staff {given}: no member of the staff signs in with {email}. "
            "Nothing was brought in."
        )
    return login.strip(), person.pk
