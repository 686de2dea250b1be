from django.db import models
from imagefield.fields import ImageField, PPOIField

WIDTHS_PX = (320, 480, 768, 1200, 1600)


def _formats() -> dict[str, list]:
    """Each width in the picture's own format and in WebP; `lead_*` and `square_*` are cropped
    around the point of interest for cards and portraits."""
    shapes: dict[str, list] = {
        f"w{width}": ["default", ("thumbnail", (width, 4000))] for width in WIDTHS_PX
    }
    shapes |= {
        f"card{width}": ["default", ("crop", (width, width * 2 // 3))] for width in (320, 640, 960)
    }
    shapes |= {f"square{width}": ["default", ("crop", (width, width))] for width in (96, 240)}
    return shapes | {f"{name}_webp": [*steps, "force_webp"] for name, steps in shapes.items()}


class Image(models.Model):
    """A picture with what must be said of it."""

    picture = ImageField(
        upload_to="pictures/%Y/%m/",
        width_field="width",
        height_field="height",
        ppoi_field="point_of_interest",
        formats=_formats(),
    )
    width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    point_of_interest = PPOIField(
        "point of interest", help_text="What a crop must not lose: click on it in the preview."
    )
    alt = models.CharField(
        "alternative text",
        max_length=300,
        blank=True,
        help_text="What the picture shows, for those who do not see it. "
        "Empty only if it is mere decoration.",
    )
    caption = models.CharField(max_length=400, blank=True)
    credit = models.CharField(max_length=120, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-added_at", "-id"]

    def __str__(self) -> str:
        return self.caption or self.alt or self.picture.name
