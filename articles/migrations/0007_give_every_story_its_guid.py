import uuid
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import migrations

BATCH = 1_000
LOCAL = ("localhost", "127.0.0.1", "::1")


def give_guids(apps, schema_editor):
    """Stories that have been in a feed keep the address that was their guid until now, so that no
    reader is given them again; all others get one of their own. In batches, each by itself: what
    was interrupted goes on where it stopped."""
    articles = apps.get_model("articles", "Article").objects.using(schema_editor.connection.alias)
    site = site_address()
    last = 0
    while batch := list(
        articles.filter(guid__isnull=True, pk__gt=last)
        .only("pk", "state", "dated", "slug")
        .order_by("pk")[:BATCH]
    ):
        for article in batch:
            was_in_a_feed = article.state == "published" and article.dated and site
            article.guid = f"{site}{path_of(article)}" if was_in_a_feed else str(uuid.uuid4())
        articles.bulk_update(batch, ["guid"])
        last = batch[-1].pk


def path_of(article):
    return f"/{article.dated:%Y/%m/%d}/{quote(article.slug)}/"


def site_address():
    """Where readers' programs have asked for the feed; empty for a site on one's own machine."""
    site = settings.SITE_URL
    return "" if urlsplit(site).hostname in LOCAL else site


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("articles", "0006_a_guid_that_never_changes")]

    operations = [migrations.RunPython(give_guids, migrations.RunPython.noop, elidable=True)]
