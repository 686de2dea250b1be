from articles.models.article import Article
from articles.models.author import Author, Byline
from articles.models.edition import Edition
from articles.models.image import Image
from articles.models.imported import ImportedArticle, ImportedPicture
from articles.models.placement import Placement
from articles.models.presence import Presence
from articles.models.redirect import Redirect
from articles.models.removed_picture import RemovedPicture
from articles.models.section import Section
from articles.models.see_also import SeeAlso
from articles.models.topic import Topic
from articles.models.web_link import WebLink

__all__ = [
    "Article",
    "Author",
    "Byline",
    "Edition",
    "Image",
    "ImportedArticle",
    "ImportedPicture",
    "Placement",
    "Presence",
    "Redirect",
    "RemovedPicture",
    "Section",
    "SeeAlso",
    "Topic",
    "WebLink",
]
