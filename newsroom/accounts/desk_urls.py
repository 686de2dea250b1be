from django.urls import path

from comments.desk.gate import page
from newsroom.accounts import desk

NAMES = "newsroom.moderate_name"

urlpatterns = [
    path("desk/names/", page(desk.names, NAMES), name="names"),
    path("desk/names/<int:pk>/decision/", page(desk.name_decision, NAMES), name="name_decision"),
    path("desk/names/<int:pk>/return/", page(desk.name_return, NAMES), name="name_return"),
    path("desk/people/<int:pk>/name/", page(desk.name_removal, NAMES), name="name_removal"),
]
