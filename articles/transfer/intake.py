"""Articles of another system, on their way in: each once, and completed by a later import."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import F
from django.utils import timezone

from articles import body
from articles.models import (
    Article,
    Byline,
    Image,
    ImportedArticle,
    Redirect,
    Section,
    SeeAlso,
    Topic,
)
from articles.models.article import path_on
from articles.transfer.authors import AuthorImporter
from articles.transfer.figures import with_figures
from articles.transfer.pictures import PictureImporter, PictureLeftOut
from articles.transfer.records import (
    ArticleRecord,
    AttachmentRecord,
    AuthorRecord,
    PictureRecord,
    SectionRecord,
    TopicRecord,
    UnknownNameError,
)
from articles.transfer.text_pictures import NOT_CARRIED, number_missing, with_pictures_of_here

HEADLINE_LONGEST = 300
GUID_LONGEST = 2000


class Importer:
    """Takes records in, each once: what is there already, by slug or key, is completed where an
    earlier import left something out, and otherwise left as it is. Expects the transaction of the
    whole import; `discard` takes back what no transaction does."""

    def __init__(self, *, is_trial: bool = False) -> None:
        self.sections = _by_slug(Section)
        self.topics = _by_slug(Topic)
        self._authors = AuthorImporter()
        self.articles: dict[str, int] = {
            key: pk
            for key, pk in Article.objects.filter(imported_from__isnull=False).values_list(
                "imported_from", "pk"
            )
            if key
        }
        self.drafts_without_content: list[str] = []
        """Headlines of what was published there, of which nothing could be shown here."""
        self._addresses = set(
            Article.objects.filter(dated__isnull=False).values_list("dated", "slug")
        )
        self._redirected = set(Redirect.objects.dated_paths())
        self._imported = ImportedArticle.objects.in_bulk()
        self._see_also: list[tuple[int, tuple[str, ...]]] = []
        self._pictures = PictureImporter(is_trial=is_trial)

    @property
    def pictures_left_out(self) -> list[PictureLeftOut]:
        """Why each picture that did not come did not."""
        return self._pictures.left_out

    @property
    def pictures_created(self) -> int:
        return self._pictures.created

    def section(self, record: SectionRecord) -> bool:
        """Whether it is new; so of all of these."""
        if record.slug in self.sections:
            return False
        colours = list(Section.Colour.values)
        number = len(self.sections)
        section = Section.objects.create(
            slug=record.slug,
            name=record.name[:80],
            description=record.description[:200],
            colour=record.colour if record.colour in colours else colours[number % len(colours)],
            position=number if record.position is None else record.position,
        )
        self.sections[record.slug] = section.pk
        return True

    def topic(self, record: TopicRecord) -> bool:
        if record.slug in self.topics:
            return False
        self.topics[record.slug] = Topic.objects.create(slug=record.slug, name=record.name[:120]).pk
        return True

    def author(self, record: AuthorRecord) -> bool:
        return self._authors.author(record)

    def attachment(self, record: AttachmentRecord) -> bool | None:
        """Whether the picture is new in the library; None for one that cannot be used."""
        before = self._pictures.created
        if self._pictures.keep(record.picture, record.title) is None:
            return None
        return self._pictures.created > before

    def article(self, record: ArticleRecord) -> bool:
        if pk := self.articles.get(record.key):
            self._complete(pk, record)
            return False
        article = Article(
            imported_from=record.key,
            headline=record.headline[:HEADLINE_LONGEST],
            standfirst=record.standfirst,
            dateline=record.dateline[:80],
            body=self._body(record),
            section_id=_known(self.sections, record.section, "section"),
            state=Article.State.DRAFT
            if record.is_draft or record.published_at is None
            else Article.State.PUBLISHED,
            published_at=record.published_at,
            dated=self._day(record),
            lead_image=self._lead_picture(record),
        )
        is_empty = not (article.body or article.standfirst or article.lead_image)
        awaits_content = is_empty and article.state == Article.State.PUBLISHED
        if awaits_content:
            article.state = Article.State.DRAFT
            self.drafts_without_content.append(article.headline)
        if record.language:
            article.language = record.language[:20]
        if self._may_have(record.guid):
            article.guid = record.guid
        article.slug = self._free_slug(record.slug[:190] or "untitled", article.dated)
        article.save(force_insert=True)
        self.articles[record.key] = article.pk
        self._remember(article, record, awaits_content=awaits_content)
        self._belongings(article, record)
        return True

    def _may_have(self, guid: str) -> bool:
        return 0 < len(guid) <= GUID_LONGEST and not Article.objects.filter(guid=guid).exists()

    def finish(self) -> int:
        """Relate the articles to one another, and give them pictures that came after them; how
        many relations led to none of them."""
        rows, lost = [], 0
        for pk, keys in self._see_also:
            related = [self.articles[key] for key in dict.fromkeys(keys) if key in self.articles]
            lost += len(set(keys)) - len(related)
            rows += [
                SeeAlso(article_id=pk, related_id=other, position=position)
                for position, other in enumerate(related)
                if other != pk
            ]
        SeeAlso.objects.bulk_create(rows, batch_size=500)
        self._see_also.clear()
        for imported in ImportedArticle.objects.exclude(awaited_picture=""):
            if image := self._pictures.known(imported.awaited_picture):
                self._illustrate(imported, image)
        return lost

    def discard(self) -> None:
        self._pictures.discard()

    def _belongings(self, article: Article, record: ArticleRecord) -> None:
        article.topics.set(
            _known(self.topics, slug, "topic") for slug in dict.fromkeys(record.topics)
        )
        self._sign(article.pk, record.authors)
        self._redirect(article, record.old_paths)
        if record.see_also:
            self._see_also.append((article.pk, record.see_also))

    def _sign(self, pk: int, authors: Iterable[str]) -> None:
        Byline.objects.bulk_create(
            Byline(
                article_id=pk,
                author_id=_known(self._authors.by_slug, slug, "author"),
                position=position,
            )
            for position, slug in enumerate(dict.fromkeys(authors))
        )

    def _redirect(self, article: Article, paths: Iterable[str]) -> None:
        for path in paths:
            if path and path != article.path:
                Redirect.objects.get_or_create(path=path[:500], defaults={"article": article})

    # What an earlier import left out

    def _complete(self, pk: int, record: ArticleRecord) -> None:
        """Bring what was missing then and is at hand now, where no editor has filled the gap."""
        imported = self._imported.get(pk)
        if imported is None:
            return
        if imported.awaits_bylines and record.authors:
            if not Byline.objects.filter(article=pk).exists():
                self._sign(pk, record.authors)
            imported.awaits_bylines = False
            imported.save(update_fields=["awaits_bylines"])
        if imported.awaited_picture and (image := self._lead_picture(record)):
            self._illustrate(imported, image)
        self._rewrite(imported, record)

    def _illustrate(self, imported: ImportedArticle, image: Image) -> None:
        waiting = Article.objects.filter(pk=imported.pk, lead_image=None)
        waiting.update(lead_image=image)
        imported.awaited_picture = ""
        imported.save(update_fields=["awaited_picture"])
        self._publish_if_waiting(imported)

    def _rewrite(self, imported: ImportedArticle, record: ArticleRecord) -> None:
        """Give the article the body that this import makes of it, if the one that is there is
        what an import made."""
        text = self._body(record)
        if _digest(text) == imported.body_digest:
            return
        article = Article.objects.only("body").get(pk=imported.pk)
        if _digest(article.body) != imported.body_digest:
            return
        Article.objects.filter(pk=imported.pk).update(
            body=text, changed_at=timezone.now(), version=F("version") + 1
        )
        imported.body_digest = _digest(text)
        imported.save(update_fields=["body_digest"])
        if text:
            self._publish_if_waiting(imported)

    def _publish_if_waiting(self, imported: ImportedArticle) -> None:
        if imported.awaits_content:
            drafts = Article.objects.drafts().filter(pk=imported.pk, published_at__isnull=False)
            drafts.update(state=Article.State.PUBLISHED)
            imported.awaits_content = False
            imported.save(update_fields=["awaits_content"])

    def _remember(self, article: Article, record: ArticleRecord, *, awaits_content: bool) -> None:
        imported = ImportedArticle.objects.create(
            article=article,
            body_digest=_digest(article.body),
            awaited_picture=_key(record.picture) if article.lead_image_id is None else "",
            awaits_bylines=not record.authors,
            awaits_content=awaits_content,
        )
        self._imported[article.pk] = imported

    # What an article is made of

    def _body(self, record: ArticleRecord) -> str:
        def keep(picture: PictureRecord) -> Image | None:
            return self._pictures.keep(picture, record.headline)

        for _ in range(number_missing(record.body_html, record.text_pictures)):
            self._pictures.leave_out(NOT_CARRIED, record.headline)
        html = with_figures(_in_our_terms(record.body_html), record.figures, keep)
        return with_pictures_of_here(body.sanitise(html), record.text_pictures, keep)

    def _lead_picture(self, record: ArticleRecord) -> Image | None:
        if record.picture is None:
            return None
        return self._pictures.keep(record.picture, record.headline)

    def _day(self, record: ArticleRecord) -> date | None:
        if record.dated or record.published_at is None or record.is_draft:
            return record.dated
        return timezone.localdate(record.published_at)

    def _free_slug(self, slug: str, day: date | None) -> str:
        """The slug, numbered if an article of that day has it, or had it before this import."""
        if day is None:
            return slug
        wanted, number = slug, 2
        while (day, slug) in self._addresses or path_on(day, slug) in self._redirected:
            slug, number = f"{wanted}-{number}", number + 1
        self._addresses.add((day, slug))
        return slug


_OURS = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em"}
_THEIRS = re.compile(rf"<(/?)({'|'.join(_OURS)})\b", re.I)


def _in_our_terms(html: str) -> str:
    """The headline is the page's one h1, and a body's headings are h2 to h4; stress has one
    element for each kind."""
    return _THEIRS.sub(lambda tag: f"<{tag[1]}{_OURS[tag[2].lower()]}", html)


def _key(picture: PictureRecord | None) -> str:
    return picture.keys[0] if picture and picture.keys else ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _by_slug(model: type[models.Model]) -> dict[str, int]:
    return dict(model._default_manager.values_list("slug", "pk"))


def _known(rows: dict[str, int], name: str, kind: str) -> int:
    try:
        return rows[name]
    except KeyError:
        said = f"it names the {kind} “{name}”, which nothing before it has brought"
        raise UnknownNameError(said) from None
