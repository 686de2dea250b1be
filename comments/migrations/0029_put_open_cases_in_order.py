from datetime import timedelta

from django.db import migrations
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

BATCH = 1_000
FRESH = timedelta(days=2)


def put_in_order(apps, schema_editor):
    """Only the open ones, a batch in a transaction: however many were closed, they stay."""
    cases = apps.get_model("comments", "Case").objects.filter(closed_at__isnull=True)
    comments = apps.get_model("comments", "Comment").objects
    findings = apps.get_model("comments", "Finding").objects.order_by()
    placements = apps.get_model("articles", "Placement").objects
    articles = apps.get_model("articles", "Article").objects
    now = timezone.now()

    is_published = Exists(comments.filter(pk=OuterRef("comment"), status="published"))
    in_force = Q(starts_at__lte=now) & (Q(ends_at__isnull=True) | Q(ends_at__gt=now))
    is_placed = Exists(placements.filter(in_force, article=OuterRef("article")))
    is_fresh = Exists(articles.filter(pk=OuterRef("article"), published_at__gt=now - FRESH))
    latest = findings.filter(comment=OuterRef("comment")).order_by("-found_at")
    score = (
        findings.filter(comment=OuterRef("comment"), found_at=Subquery(latest.values("found_at")[:1]))
        .values("comment")
        .annotate(total=Sum("weight"))
        .values("total")
    )
    last = 0
    while batch := list(
        cases.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        last = batch[-1]
        cases.filter(pk__gte=batch[0], pk__lte=last).update(
            precedence=Case(
                When(kind="legal", then=Value(0)), When(is_published, then=Value(1)), default=Value(2)
            ),
            reach=Case(
                When(~is_published, then=Value(0)),
                When(is_placed, then=Value(4)),
                When(is_fresh, then=Value(2)),
                default=Value(1),
            ),
            score=Coalesce(Subquery(score), Value(0)),
        )


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("articles", "0010_pictures_that_were_imported"),
        ("comments", "0028_what_the_queue_serves_first"),
    ]

    operations = [migrations.RunPython(put_in_order, migrations.RunPython.noop)]
