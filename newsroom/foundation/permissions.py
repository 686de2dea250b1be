"""May this person do this, here? The one function that answers permissions with a scope.

`may(person, permission, section_id)` is what views, the desk, the admin and commands should ask.
It stands in the foundation because `comments` may import nothing else of `newsroom`. The rows
behind it, `SectionLimit`, belong to the accounts: they are reached through the person.

A person without rows is not limited; superusers never are. The sections of a person are read
once for each request and kept on the person.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

_KEPT_AS = "_sections_limited_to"


class OutsideSectionsError(PermissionDenied):
    """What somebody wants to do concerns a section that is not theirs. Its text is a sentence for
    that person; the page that answers 403 shows it."""


def may(person: Any, permission: str, section_id: int | None = None) -> bool:
    """Whether the person has the permission, as in `comments.moderate_comment`; with the primary
    key of a section, whether the person has it in that section."""
    if not person.has_perm(permission):
        return False
    sections = sections_of(person)
    return section_id is None or sections is None or section_id in sections


def sections_of(person: Any) -> frozenset[int] | None:
    """The primary keys of the sections that this person is limited to; none if not limited. One
    query the first time, none after that."""
    if person.is_superuser:
        return None
    if not hasattr(person, _KEPT_AS):
        limits = person.section_limits.order_by().values_list("section_id", flat=True)
        setattr(person, _KEPT_AS, frozenset(limits) or None)
    sections: frozenset[int] | None = getattr(person, _KEPT_AS)
    return sections


def may_in_scope(person: Any, permission: str, section_id: int | None) -> bool:
    """Whether the person has the permission in this section, or on the whole site without one."""
    sections = sections_of(person)
    return person.has_perm(permission) and (sections is None or section_id in sections)


def check_section(person: Any, section_id: int | None) -> None:
    """Raise OutsideSectionsError for a person who is limited to other sections. Without a section
    it is about the whole site. Nobody at all, the command line or the machine, is not limited."""
    sections = None if person is None else sections_of(person)
    if sections is None or section_id in sections:
        return
    if section_id is None:
        raise OutsideSectionsError(
            _("This concerns the whole site, and you work in some of its sections.")
        )
    raise OutsideSectionsError(_("This is in a section that is not yours."))
