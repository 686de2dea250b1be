from django.urls import path

from comments.desk import breaker, lifting, overview, suspending, switchboard
from comments.desk.gate import page

THROW, MODERATE = "comments.throw_switch", "comments.moderate_comment"

urlpatterns = [
    path("desk/", page(overview.overview, MODERATE), name="desk"),
    path("desk/trips/<int:pk>/answer/", page(breaker.trip_answer, THROW), name="trip_answer"),
    path("switchboard/", page(switchboard.switchboard, THROW), name="switchboard"),
    path("switchboard/suspension/", page(suspending.draft, THROW), name="suspension_draft"),
    path(
        "switchboard/suspension/letter/", page(suspending.letter, THROW), name="suspension_letter"
    ),
    path(
        "switchboard/suspension/preview/",
        page(suspending.preview, THROW),
        name="suspension_preview",
    ),
    path("switchboard/suspensions/", page(suspending.suspensions, THROW), name="suspensions"),
    path(
        "switchboard/suspensions/<int:pk>/",
        page(switchboard.suspension, THROW),
        name="suspension",
    ),
    path("switchboard/suspensions/<int:pk>/lifting/", page(lifting.lifting, THROW), name="lifting"),
]
