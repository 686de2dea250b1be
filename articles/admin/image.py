from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.base import File
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html

from articles import pictures
from articles.admin.shown import ShownAdmin
from articles.models import Image


class PictureField(forms.FileField):
    """A picture that is fit to keep, or a word to its editor why it is not."""

    def to_python(self, data: Any) -> File | None:
        upload = super().to_python(data)
        return upload and pictures.kept(upload, upload.name or "")


class ImageAdmin(ShownAdmin):
    fields = ["picture", "point_of_interest", "alt", "caption", "credit", "address"]
    readonly_fields = ["address"]
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


_WHAT_IS_KEPT = (
    "JPEG, PNG, WebP or GIF, up to 40 megapixels. It is turned upright and made small enough for "
    "the web; where it was taken is forgotten."
)
