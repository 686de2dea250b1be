from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom.masthead import weather_of
from newsroom.models import Masthead

pytestmark = pytest.mark.django_db

LIST = reverse("admin:newsroom_masthead_changelist")


@pytest.fixture
def desk(client, administrator, open_admin):
    client.force_login(administrator)
    return client


def save(desk, **said):
    form = {
        "name": "The Allard Courier",
        "weather_source": "manual",
        "temperature_low": "17",
        "temperature_high": "28",
        "sky": "thunderstorms",
        "traffic_label": "Traffic",
    }
    page = desk.post(reverse("admin:newsroom_masthead_change", args=[pk()]), form | said)
    return page.context["adminform"].form.errors if page.status_code == 200 else {}


def pk():
    return Masthead.objects.get().pk


def test_there_is_one_masthead_and_its_list_is_its_page(desk):
    assert desk.get(LIST).url == reverse("admin:newsroom_masthead_change", args=[pk()])
    assert desk.get(reverse("admin:newsroom_masthead_add")).status_code == 403
    assert desk.get(reverse("admin:newsroom_masthead_delete", args=[pk()])).status_code == 403


def test_weather_given_by_hand_is_shown_from_then_on(desk):
    assert save(desk) == {}
    now = timezone.now()
    shown = weather_of(Masthead.objects.get(), now)
    assert (shown.temperatures, shown.sky_name) == ("Min +17 Max +28", "Thunderstorms")


def test_saving_the_same_values_next_day_says_that_they_are_true_again(desk):
    save(desk)
    yesterday = timezone.now() - timedelta(days=1)
    Masthead.objects.update(weather_at=yesterday)
    save(desk)
    assert Masthead.objects.get().weather_at > yesterday + timedelta(hours=23)


def test_a_provider_needs_a_place(desk):
    assert list(save(desk, weather_source="open-meteo", latitude="50.2")) == ["longitude"]


def test_the_lowest_is_not_above_the_highest(desk):
    assert list(save(desk, temperature_low="29")) == ["temperature_low"]


def test_another_place_is_asked_about_at_once(desk):
    Masthead.objects.update(
        weather_source="open-meteo", latitude=1, longitude=1,
        weather_at=timezone.now(), weather_asked_at=timezone.now(),
    )  # fmt: skip
    save(desk, weather_source="open-meteo", latitude="50.2", longitude="-5")
    row = Masthead.objects.get()
    assert (row.latitude, row.weather_at, row.weather_asked_at) == (50.2, None, None)


def test_a_new_tagline_leaves_the_providers_weather_alone(desk):
    at = timezone.now() - timedelta(hours=2)
    Masthead.objects.update(
        name="The Allard Courier", weather_source="open-meteo", latitude=1, longitude=1,
        weather_at=at, weather_asked_at=at, temperature_low=17, temperature_high=28,
        sky="thunderstorms",
    )  # fmt: skip
    save(desk, weather_source="open-meteo", latitude="1", longitude="1", tagline="News")
    row = Masthead.objects.get()
    assert (row.tagline, row.weather_at, row.weather_asked_at) == ("News", at, at)


def test_the_demos_password_is_not_on_the_page(desk):
    page = desk.get(reverse("admin:newsroom_masthead_change", args=[pk()]))
    assert "no second factor here" not in page.text
