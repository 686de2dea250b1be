"""Pictures of an import, on their way into the library: each file once, whatever its keys are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError

from articles import picture_files, pictures
from articles.models import Image, ImportedPicture
from articles.transfer.records import PictureRecord

NOT_AT_HAND = "pictures whose file is not at hand"
DELETED = "pictures that were deleted here"

_CHUNK = 1 << 20


@dataclass(frozen=True)
class PictureLeftOut:
    why: str
    article: str = ""


class PictureImporter:
    """Keeps the files of picture records. Expects the transaction of the whole import; `discard`
    deletes what no transaction takes back."""

    def __init__(self, *, is_trial: bool = False) -> None:
        self.is_trial = is_trial
        """Whether all of it will be discarded: then no smaller forms are made of the pictures."""
        self.created = 0
        self.left_out: list[PictureLeftOut] = []
        self._keys: dict[str, int | None] = dict(
            ImportedPicture.objects.values_list("key", "image")
        )
        self._broken: dict[str, str] = {}
        self._digests: dict[Path, str] = {}
        self._stored: list[str] = []

    def keep(self, record: PictureRecord, article: str = "") -> Image | None:
        """The picture in the library, brought there if it is new; None, with a reason in
        `left_out`, for one that cannot be used, is not at hand or was deleted here. `article` is
        the headline of the article that shows it."""
        keys, digest = record.keys, ""
        if record.file:
            try:
                digest = self._digest(record.file)
            except OSError:
                self.leave_out(NOT_AT_HAND, article)
                return None
            keys = (*keys, digest)
        if (known := next((key for key in keys if key in self._keys), None)) is not None:
            pk = self._keys[known]
            self._remember(pk, keys)
            if pk is None:
                self.leave_out(DELETED, article)
                return None
            return Image.objects.get(pk=pk)
        if record.file is None:
            self.leave_out(NOT_AT_HAND, article)
            return None
        if digest in self._broken:
            self.leave_out(self._broken[digest], article)
            return None
        return self._new(record, record.file, digest, article)

    def known(self, key: str) -> Image | None:
        """The picture that an import, this one or an earlier one, has brought under the key."""
        pk = self._keys.get(key)
        return Image.objects.filter(pk=pk).first() if pk else None

    def discard(self) -> None:
        """Delete the files of pictures whose rows a rollback has taken back, in all sizes."""
        for original in self._stored:
            picture_files.delete_unowned(
                picture_files.existing(original), picture_files.renditions_of(original)
            )

    def _new(self, record: PictureRecord, source: Path, digest: str, article: str) -> Image | None:
        try:
            with source.open("rb") as file:
                kept = pictures.kept(file, source.name)
        except (OSError, ValidationError) as error:
            why = error.messages[0] if isinstance(error, ValidationError) else "no such file"
            self._broken[digest] = f"picture {source.name}: {why}"
            self.leave_out(self._broken[digest], article)
            return None
        image = Image(
            picture=kept,
            alt=record.alt[:300],
            caption=record.caption[:400],
            credit=record.credit[:120],
            point_of_interest=record.point_of_interest,
        )
        image._skip_generate_files = self.is_trial  # type: ignore[attr-defined]
        image.save(force_insert=True)
        self._stored.append(image.picture.name)
        self.created += 1
        self._remember(image.pk, (*record.keys, digest))
        return image

    def _remember(self, pk: int | None, keys: Iterable[str]) -> None:
        new = [key for key in dict.fromkeys(keys) if key not in self._keys]
        ImportedPicture.objects.bulk_create(ImportedPicture(key=key, image_id=pk) for key in new)
        self._keys |= dict.fromkeys(new, pk)

    def leave_out(self, why: str, article: str) -> None:
        self.left_out.append(PictureLeftOut(why, article))

    def _digest(self, file: Path) -> str:
        if file not in self._digests:
            digest = hashlib.sha256()
            with file.open("rb") as source:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
            self._digests[file] = f"sha256:{digest.hexdigest()}"
        return self._digests[file]
