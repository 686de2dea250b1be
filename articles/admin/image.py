from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.files.base import File
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles import library, pictures
from articles.admin.shown import ShownAdmin
from articles.models import Image

REASON = "reason"


class PictureField(forms.FileField):
    """A picture that is fit to keep, or a word to its editor why it is not."""

    def to_python(self, data: Any) -> File | None:
        upload = super().to_python(data)
        return upload and pictures.kept(upload, upload.name or "")


class ImageAdmin(ShownAdmin):
    fields = ["picture", "point_of_interest", "alt", "caption", "credit", "address", "used"]
    readonly_fields = ["address", "used"]
    list_display = ["thumbnail", "__str__", "credit", "size", "added_at"]
    list_display_links = ["thumbnail", "__str__"]
    list_filter = ["added_at"]
    search_fields = ["caption", "alt", "credit", "picture"]
    search_help_text = "Caption, alternative text, credit or file name"
    list_per_page = 50
    show_full_result_count = False

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name == "picture":
            return db_field.formfield(form_class=PictureField, help_text=_WHAT_IS_KEPT)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="picture")
    def thumbnail(self, image: Image) -> str:
        return format_html(
            '<img src="{}" alt="{}" width="96" height="96">',
            image.picture.square96_webp,
            image.alt or "Picture without a description",
        )

    @admin.display(description="size")
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height}"

    @admin.display(description="address within a text")
    def address(self, image: Image) -> str:
        return image.picture.w768 if image.picture else "After saving."

    @admin.display(description=_("used in"))
    def used(self, image: Image) -> Any:
        lines = usage_lines(image) if image.pk else []
        if not lines:
            return _("Nothing yet.")
        return format_html_join(mark_safe("<br>"), "{}", ([line] for line in lines))

    # What happens to the files

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        has_new_file = change and "picture" in form.changed_data
        texts = library.usage(Image.objects.get(pk=obj.pk)).texts if has_new_file else []
        library.save(obj, by=request.user)
        if getattr(form.cleaned_data.get("picture"), "was_animated", False):
            self.message_user(request, _("Of an animation the first frame alone is kept."))
        if has_new_file:
            self.message_user(request, _replaced(len(texts)))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        library.remove([obj], by=request.user, reason=request.POST.get(REASON, ""))

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        library.remove(queryset, by=request.user, reason=request.POST.get(REASON, ""))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The pictures with the places where each is used, for the page that asks."""
        images = list(objs)
        _, counts, needed, protected = super().get_deleted_objects(images, request)
        listed: list[Any] = []
        for image in images:
            listed += [self._described(image), usage_lines(image)]
        return [each for each in listed if each], counts, needed, protected

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        pk = unquote(object_id)
        image = self.get_queryset(request).filter(pk=pk).first() if pk.isdecimal() else None
        about = {
            "is_used": bool(image and library.usage(image)),
            "is_shared": bool(image and library.shares_its_file(image)),
        }
        return super().delete_view(request, object_id, {**(extra_context or {}), **about})

    def _described(self, image: Image) -> str:
        return format_html("{} <br>{}", image, self.thumbnail(image))


def usage_lines(image: Image) -> list[SafeString]:
    """A line with a link for each place where the picture is used."""
    found = library.usage(image)
    return [
        *_links(_("Lead image of {}"), found.leads, "admin:articles_article_change"),
        *_links(_("In the text of {}"), found.texts, "admin:articles_article_change"),
        *_links(_("Portrait of {}"), found.portraits, "admin:articles_author_change"),
    ]


def _links(said: Any, rows: Iterable[models.Model], view: str) -> Iterable[SafeString]:
    for row in rows:
        link = format_html('<a href="{}">{}</a>', reverse(view, args=[row.pk]), row)
        yield format_html(str(said), link)


def _replaced(texts: int) -> str:
    return ngettext(
        "The new file stands wherever the old one did, %(count)d text included. The old file and "
        "all its sizes are gone: their addresses answer “410 Gone”.",
        "The new file stands wherever the old one did, %(count)d texts included. The old file and "
        "all its sizes are gone: their addresses answer “410 Gone”.",
        texts,
    ) % {"count": texts}


_WHAT_IS_KEPT = _(
    "JPEG, PNG, WebP, AVIF or GIF, up to 30 MB and 40 megapixels. It is turned upright and made "
    "small enough for the web; where it was taken is forgotten. A new file takes the place of the "
    "old one wherever that is used, and the old one is deleted for good."
)
