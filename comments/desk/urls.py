from django.urls import path

from comments.desk import (
    assignment,
    batches,
    bench,
    breaker,
    bulk,
    commenter,
    counts,
    lifting,
    log,
    one_comment,
    people,
    preferences,
    queue,
    queues,
    rules,
    shift,
    spammer,
    statistics,
    suspending,
    sweeping,
    switchboard,
)
from comments.desk.gate import page

THROW, MODERATE = "comments.throw_switch", "comments.moderate_comment"
WRITE_NOTE = "comments.add_personnote"
SANCTION, LIFT = "comments.add_sanction", "comments.change_sanction"

urlpatterns = [
    path("desk/", page(queue.desk, MODERATE), name="desk"),
    path("desk/cases/<int:pk>/", page(queue.case, MODERATE), name="case"),
    path("desk/cases/<int:pk>/decision/", page(queue.decision, MODERATE), name="decision"),
    path("desk/cases/<int:pk>/claim/", page(queue.claim, MODERATE), name="claim"),
    path("desk/cases/<int:pk>/sweep/", page(sweeping.sweeping, MODERATE), name="sweeping"),
    path("desk/counts/", page(counts.counts, MODERATE), name="counts"),
    path(
        "desk/cases/<int:pk>/assignment/",
        page(assignment.case_assignment, MODERATE),
        name="case_assignment",
    ),
    path(
        "desk/assignments/<int:pk>/end/",
        page(assignment.assignment_end, MODERATE),
        name="assignment_end",
    ),
    path("desk/queues/", page(queues.queues, MODERATE), name="queues"),
    path("desk/queues/draft/", page(queues.queue_draft, MODERATE), name="queue_draft"),
    path("desk/queues/<int:pk>/", page(queues.queue_settings, MODERATE), name="queue_settings"),
    path(
        "desk/queues/<int:pk>/removal/", page(queues.queue_removal, MODERATE), name="queue_removal"
    ),
    path(
        "desk/queues/<int:pk>/assignment/",
        page(assignment.queue_assignment, MODERATE),
        name="queue_assignment",
    ),
    path("desk/shift/", page(shift.shift, MODERATE), name="shift"),
    path("desk/shift/hand-over/", page(shift.hand_over, MODERATE), name="hand_over"),
    path("desk/notes/<int:pk>/reading/", page(shift.note_reading, MODERATE), name="note_reading"),
    path("desk/comments/<int:pk>/", page(one_comment.detail, MODERATE), name="comment_detail"),
    path(
        "desk/comments/<int:pk>/decision/",
        page(one_comment.decision, MODERATE),
        name="comment_decision",
    ),
    path(
        "desk/comments/<int:pk>/retraction/",
        page(one_comment.retraction, MODERATE),
        name="comment_retraction",
    ),
    path("desk/comments/<int:pk>/case/", page(one_comment.case, MODERATE), name="comment_case"),
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
    path(
        "desk/people/<int:pk>/sanctions/",
        page(commenter.sanction, MODERATE, SANCTION),
        name="sanction",
    ),
    path(
        "desk/people/<int:pk>/spammer/", page(spammer.spammer, MODERATE, SANCTION), name="spammer"
    ),
    path(
        "desk/removals/<int:pk>/retraction/",
        page(spammer.removal_retraction, MODERATE, LIFT),
        name="removal_retraction",
    ),
    path("desk/preferences/", page(preferences.preferences, MODERATE), name="desk_preferences"),
    path("desk/preferences/reminder/", page(preferences.reminder, MODERATE), name="desk_reminder"),
    path("desk/people/", page(people.people, MODERATE), name="people"),
    path("desk/people/<int:pk>/notes/", page(commenter.note, WRITE_NOTE), name="person_note"),
    path("desk/notes/<int:pk>/end/", page(commenter.note_end, WRITE_NOTE), name="person_note_end"),
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
    path(
        "switchboard/suspensions/<int:pk>/publication/",
        page(lifting.publication, MODERATE),
        name="publication",
    ),
    path(
        "switchboard/suspensions/<int:pk>/publication/retraction/",
        page(lifting.publication_retraction, MODERATE),
        name="publication_retraction",
    ),
]
