from django.urls import path

from comments import views

urlpatterns = [
    path("conversation/<int:article_id>/", views.write, name="write"),
    path(
        "conversation/<int:article_id>/<int:number>/",
        views.numbered_comment,
        name="numbered_comment",
    ),
    path("conversation/draft/", views.strangers_draft, name="strangers_draft"),
    path("warnings/<int:pk>/reading/", views.warning_reading, name="warning_reading"),
    path("comments/mine/", views.my_comments, name="my_comments"),
    path("comments/<int:pk>/", views.comment, name="comment"),
    path("comments/<int:pk>/replies/", views.replies, name="replies"),
    path("comments/<int:pk>/reply/", views.reply, name="reply"),
    path("comments/<int:pk>/text/", views.comment_text, name="comment_text"),
    path("comments/<int:pk>/deletion/", views.deletion, name="deletion"),
    path("comments/<int:pk>/report/", views.report, name="report"),
    path("comments/<int:pk>/legal-notice/", views.legal_notice, name="legal_notice"),
    path("comments/<int:pk>/receipt/", views.legal_notice_receipt, name="legal_notice_receipt"),
]
