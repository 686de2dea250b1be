"""What readers do under an article, and the pages on which they do it without JavaScript."""

from comments.views.one_comment import comment, comment_text, deletion
from comments.views.reporting import report
from comments.views.thread import conversation, replies
from comments.views.writing import reply, write

__all__ = [
    "comment",
    "comment_text",
    "conversation",
    "deletion",
    "replies",
    "reply",
    "report",
    "write",
]
