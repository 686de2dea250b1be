from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from django.db import models

from newsroom.foundation.model_fields import CleanCharField
from newsroom.foundation.prepared import Insertion

if TYPE_CHECKING:
    from comments.models.comment import Comment

DOMAIN_MAX_CHARACTERS = 253
# A comment with more links than this is held or spam for their number alone.
LINKS_MAX = 20


class CommentLinkQuerySet(models.QuerySet["CommentLink"]):
    def store(self, comment: Comment, domains: Iterable[str]) -> None:
        """Store the domains that a new comment leads to: one statement, none without a link."""
        fitting = [each for each in domains if each and len(each) <= DOMAIN_MAX_CHARACTERS]
        _INSERTION.write(
            *(
                CommentLink(comment=comment, domain=domain, made_at=comment.created_at)
                for domain in dict.fromkeys(fitting[:LINKS_MAX])
            )
        )

    def replace(self, comment: Comment, domains: Iterable[str]) -> None:
        """Store the domains of a comment whose text was changed, in place of those before."""
        self.filter(comment=comment).delete()
        self.store(comment, domains)


class CommentLink(models.Model):
    """That a comment leads to a domain: so a moderator sees how often a domain is used, and how
    the comments that lead to it were decided, without a search through all texts. Derived from the
    comment's text; `manage.py index_links` rebuilds it."""

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.CASCADE, related_name="links", db_index=False
    )
    domain = CleanCharField(
        max_length=DOMAIN_MAX_CHARACTERS, help_text="What its owner has registered: example.co.uk."
    )
    made_at = models.DateTimeField(help_text="When the comment was written.")

    objects: ClassVar[CommentLinkQuerySet] = CommentLinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["comment", "domain"], name="a_domain_once_a_comment")
        ]
        indexes = [models.Index(fields=["domain", "-made_at"], name="comments_linking_to_a_domain")]

    def __str__(self) -> str:
        return f"{self.comment_id} leads to {self.domain}"


_INSERTION = Insertion(CommentLink, "ON CONFLICT (comment_id, domain) DO NOTHING")
