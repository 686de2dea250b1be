"""The whole site. Pages made of both halves come before the paper's own, which stay complete
without them."""

from django.contrib import admin
from django.urls import include, path

from newsroom import health, pages

handler400 = "newsroom.error_pages.bad_request"
handler403 = "newsroom.error_pages.forbidden"
handler404 = "newsroom.error_pages.not_found"
handler500 = "newsroom.error_pages.server_error"

urlpatterns = [
    path("admin/", include("comments.desk.urls")),
    path("admin/", include("newsroom.accounts.desk_urls")),
    path("admin/", admin.site.urls),
    path("accounts/", include("newsroom.accounts.urls")),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("", pages.front, name="front"),
    path("section/<str:slug>/", pages.section, name="section"),
    path("topic/<str:slug>/", pages.topic, name="topic"),
    path("author/<str:slug>/", pages.author, name="author"),
    path("<str:year>/<str:month>/<str:day>/<str:slug>/", pages.article, name="article"),
    path("", include("articles.urls")),
    path("", include("comments.urls")),
]
