"""An administrator limits somebody of the staff to sections, or takes the limits away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from articles.models import Section
from comments.models import LogEntry
from newsroom.models import SectionLimit, User


def limit_to_sections(
    person: User, sections: Collection[Section], *, by: User, at: datetime
) -> bool:
    """Limit a person to these sections; none at all means no limit. Written to the log, in a
    transaction of its own. False where nothing was changed."""
    wanted = {section.pk: section.name for section in sections}
    with transaction.atomic():
        limits = SectionLimit.objects.filter(person=person)
        before = dict(limits.values_list("section_id", "section__name"))
        if before.keys() == wanted.keys():
            return False
        limits.exclude(section__in=wanted).delete()
        SectionLimit.objects.bulk_create(
            [SectionLimit(person=person, section_id=pk) for pk in wanted.keys() - before.keys()],
            ignore_conflicts=True,
        )
        change = [sorted(before.values()) or None, sorted(wanted.values()) or None]
        LogEntry.objects.write(
            "change",
            by=by,
            at=at,
            about=f"account {person.pk}",
            details={"changes": {"sections": change}},
        )
    return True
