"""What readers do under an article, and the pages on which they do it without JavaScript."""

from comments.views.mine import my_comments
from comments.views.one_comment import comment, comment_text, deletion, numbered_comment
from comments.views.reporting import legal_notice, legal_notice_receipt, report
from comments.views.strangers_draft import strangers_draft
from comments.views.thread import conversation, replies
from comments.views.warning import warning_reading
from comments.views.writing import reply, write

__all__ = [
    "comment",
    "comment_text",
    "conversation",
    "deletion",
    "legal_notice",
    "legal_notice_receipt",
    "my_comments",
    "numbered_comment",
    "replies",
    "reply",
    "report",
    "strangers_draft",
    "warning_reading",
    "write",
]
