import pytest

from newsroom.models import Masthead


@pytest.fixture
def staff_may_enter(db: None) -> None:
    """As in the demo paper, where a second factor is not asked for."""
    Masthead.objects.update(demo_password="demo")


@pytest.fixture
def at_the_desk(client, moderator, staff_may_enter):
    client.force_login(moderator)
    return client
