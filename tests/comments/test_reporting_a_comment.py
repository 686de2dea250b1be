import pytest

from comments import switch
from comments.models import Mode, Report, Scope
from tests.builders import a_comment


def there(comment):
    return f"/comments/{comment.pk}/report/"


def test_a_reader_reports_a_comment_and_is_thanked(client, reader, article):
    comment = a_comment(article=article)
    client.force_login(reader)
    assert "I crossed it this morning." in client.get(there(comment)).text
    page = client.post(there(comment), {"reason": "spam", "text": "Third time."}, follow=True)
    report = Report.objects.get()
    assert (report.comment, report.reporter) == (comment, reader)
    assert (report.reason, report.text) == ("spam", "Third time.")
    assert "You have reported this comment: Spam or advertising." in page.text


def test_a_second_report_changes_nothing(client, reader, article):
    comment = a_comment(article=article)
    client.force_login(reader)
    for reason in ("spam", "attack"):
        client.post(there(comment), {"reason": reason})
    assert Report.objects.get().reason == "spam"


@pytest.mark.parametrize("reason", ["", "because"])
def test_a_report_needs_one_of_the_reasons_and_keeps_its_text(client, reader, article, reason):
    comment = a_comment(article=article)
    client.force_login(reader)
    page = client.post(there(comment), {"reason": reason, "text": "Look at this."})
    assert page.status_code == 422
    assert "Please choose a reason." in page.text
    assert "Look at this." in page.text


def test_a_stranger_signs_in_first(client, article):
    comment = a_comment(article=article)
    answer = client.get(there(comment))
    assert answer["Location"] == f"/accounts/login/?next={there(comment)}"


@pytest.mark.parametrize(
    ("mode", "code"), [(Mode.PREMODERATED, 303), (Mode.CLOSED, 303), (Mode.HIDDEN, 410)]
)
def test_a_comment_can_be_reported_wherever_it_can_be_read(client, reader, article, mode, code):
    comment = a_comment(article=article)
    switch.suspend(Scope(), mode=mode, cause="abuse", reason="A flood.")
    client.force_login(reader)
    assert client.post(there(comment), {"reason": "hate"}).status_code == code
    assert Report.objects.exists() == (code == 303)


def test_what_is_not_there_cannot_be_reported(client, reader, article):
    client.force_login(reader)
    held = a_comment(article=article, status="held")
    assert client.get(there(held)).status_code == 404
