"""The paper by itself, complete: it can be the root of a site that has nothing else."""

from django.conf import settings
from django.urls import path, re_path

from articles import feeds, views

handler404 = "articles.views.not_found"

urlpatterns = [
    path("", views.front, name="front"),
    path("feed/", feeds.PaperFeed(), name="feed"),
    path("section/<str:slug>/", views.section, name="section"),
    path("section/<str:slug>/feed/", feeds.SectionFeed(), name="section_feed"),
    path("topic/<str:slug>/", views.topic, name="topic"),
    path("topic/<str:slug>/feed/", feeds.TopicFeed(), name="topic_feed"),
    path("author/<str:slug>/", views.author, name="author"),
    path("author/<str:slug>/feed/", feeds.AuthorFeed(), name="author_feed"),
    path(f"{settings.MEDIA_URL.strip('/')}/<path:name>", views.missing_file),
    path("draft/<int:pk>/", views.draft, name="draft"),
    re_path(
        r"^(?P<year>\d{4})/(?P<month>0[1-9]|1[0-2])/(?P<day>0[1-9]|[12]\d|3[01])/(?P<slug>[^/]+)/$",
        views.article,
        name="article",
    ),
]
