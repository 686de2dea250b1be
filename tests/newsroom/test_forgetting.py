"""Once a day the worker forgets what nobody needs any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import AddressUse, address_use
from newsroom.management.commands import work
from tests.builders import a_person


@pytest.mark.parametrize("at_once", [1, 2, 500])
def test_addresses_are_forgotten_after_ninety_days_whoever_comes_back(db, monkeypatch, at_once):
    monkeypatch.setattr(address_use, "FORGOTTEN_AT_ONCE", at_once)
    now = timezone.now()
    for days in (0, 89, 91, 92, 400):
        at = now - timedelta(days=days)
        AddressUse.objects.seen(a_person(), f"203.0.113.{days % 250}", at)
    work._forget()
    left = AddressUse.objects.order_by("-last_at").values_list("last_at", flat=True)
    assert [(now - at).days for at in left] == [0, 89]
