import pytest

from comments.screening.checks.contact import ContactLimits, find
from comments.screening.submission import Submission


def found(text, hosts=(), **limits):
    submission = Submission(text, hosts=frozenset(hosts))
    return [
        (each.evidence, text[slice(*each.span)])
        for each in find(submission, ContactLimits(**limits))
    ]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Call him on +44 20 7946 0958.", ("a telephone number", "+44 20 7946 0958")),
        ("tel 555 1234567", ("a telephone number", "555 1234567")),
        ("(212) 555-0187", ("a telephone number", "(212) 555-0187")),
        ("0151 / 234 567 89", ("a telephone number", "0151 / 234 567 89")),
        ("jane.doe@example.org", ("an e-mail address", "jane.doe@example.org")),
        ("jane (at) example (dot) org", ("an e-mail address", "jane (at) example (dot) org")),
        ("12 Harbour Street", ("a street address", "12 Harbour Street")),
        ("Hauptstraße 12a", ("a street address", "Hauptstraße 12a")),
        ("12 rue de la Paix", ("a street address", "12 rue de la Paix")),
        ("Calle Mayor 5", ("a street address", "Calle Mayor 5")),
        ("DE89 3704 0044 0532 0130 00", ("a bank account", "DE89 3704 0044 0532 0130 00")),
        ("5500 0055 5555 5559", ("a card number", "5500 0055 5555 5559")),
    ],
)
def test_what_leads_to_a_person_is_found(text, evidence):
    assert found(f"He lives and works, so: {text}")[0] == evidence


@pytest.mark.parametrize(
    "text",
    [
        "born 12.03.1984, in office 1984-2010",
        "it cost 1 250 000 euro, or 1.250.000",
        "ISBN 978-3-16-148410-0",
        "65,853,514 votes against 62,984,828",
        "100000000 people, 20000000 of them at sea",
        "a card 4111 1111 1111 1112",
        "DE89 3704 0044 0532 0130 01",
        "We met at example of it.",
        "Look at section 5 of the street plan.",
    ],
)
def test_what_is_a_date_a_sum_or_a_score_is_not(text):
    assert found(text) == []


def test_the_papers_own_mailbox_is_no_private_data():
    assert found("Write to desk@courier.example", hosts=["courier.example"]) == []


def test_each_kind_can_be_switched_off():
    text = "+44 20 7946 0958, jane@example.org, 12 Harbour Street, DE89 3704 0044 0532 0130 00"
    assert found(text, telephone=False, mail=False, street=False, accounts=False) == []
    assert [what for what, _ in found(text, mail=False, street=False)] == [
        "a bank account",
        "a telephone number",
    ]
