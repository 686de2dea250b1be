from django.urls import path

from articles import views

urlpatterns = [
    path("<str:year>/<str:month>/<str:day>/<str:slug>/", views.article, name="article"),
]
