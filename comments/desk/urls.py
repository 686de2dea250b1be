from django.urls import path

from comments.desk import (
    batches,
    bench,
    breaker,
    bulk,
    commenter,
    lifting,
    log,
    queue,
    rules,
    statistics,
    suspending,
    sweeping,
    switchboard,
)
from comments.desk.gate import page

THROW, MODERATE = "comments.throw_switch", "comments.moderate_comment"
SANCTION, LIFT = "comments.add_sanction", "comments.change_sanction"

urlpatterns = [
    path("desk/", page(queue.desk, MODERATE), name="desk"),
    path("desk/cases/<int:pk>/", page(queue.case, MODERATE), name="case"),
    path("desk/cases/<int:pk>/decision/", page(queue.decision, MODERATE), name="decision"),
    path("desk/cases/<int:pk>/claim/", page(queue.claim, MODERATE), name="claim"),
    path("desk/cases/<int:pk>/sweep/", page(sweeping.sweeping, MODERATE), name="sweeping"),
    path("desk/bulk/", page(bulk.bulk_action, MODERATE), name="bulk"),
    path("desk/batches/<uuid:batch_id>/", page(batches.batch, MODERATE), name="batch"),
    path("desk/claims/", page(queue.claims, MODERATE), name="claims"),
    path("desk/retraction/", page(queue.retraction, MODERATE), name="retraction"),
    path("desk/bench/", page(bench.bench, MODERATE), name="bench"),
    path("desk/rules/rehearsal/", page(rules.rehearsal_of, MODERATE), name="rehearsal"),
    path("desk/rules/<str:rule>/", page(rules.rule, MODERATE), name="rule"),
    path("desk/log/", page(log.log, "comments.view_logentry"), name="log"),
    path("desk/statistics/", page(statistics.page, MODERATE), name="statistics"),
    path("desk/people/<int:pk>/", page(commenter.commenter, MODERATE), name="commenter"),
    path("desk/people/<int:pk>/sanctions/", page(commenter.sanction, SANCTION), name="sanction"),
    path("desk/sanctions/<int:pk>/end/", page(commenter.sanction_end, LIFT), name="sanction_end"),
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
