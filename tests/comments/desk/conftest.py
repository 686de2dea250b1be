import pytest


@pytest.fixture
def staff_may_enter(open_admin: None) -> None:
    """As in the demo paper, where a second factor is not asked for."""


@pytest.fixture
def at_the_desk(client, moderator, staff_may_enter):
    client.force_login(moderator)
    return client
