"""Articles of another system, on their way in, and ours on their way out. Readers of formats hand
records over here; nobody else writes articles that were not written here."""

from articles.transfer.authors import folded_name, numbered_slug
from articles.transfer.export import articles, authors, key_of, sections, topics
from articles.transfer.intake import Importer
from articles.transfer.records import (
    ArticleRecord,
    AttachmentRecord,
    AuthorRecord,
    FigureRecord,
    PictureRecord,
    SectionRecord,
    TextPictureRecord,
    TopicRecord,
    UnknownNameError,
)
from articles.transfer.text_pictures import NOT_CARRIED

__all__ = [
    "NOT_CARRIED",
    "ArticleRecord",
    "AttachmentRecord",
    "AuthorRecord",
    "FigureRecord",
    "Importer",
    "PictureRecord",
    "SectionRecord",
    "TextPictureRecord",
    "TopicRecord",
    "UnknownNameError",
    "articles",
    "authors",
    "folded_name",
    "key_of",
    "numbered_slug",
    "sections",
    "topics",
]
