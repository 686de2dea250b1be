from dataclasses import dataclass

from newsroom.models import Masthead


class NoReading(Exception):  # noqa: N818 - it names what happened
    """The provider could not be reached, or what it said is no weather."""


@dataclass(frozen=True)
class Reading:
    """Today's lowest and highest temperature in °C, and the sky now."""

    low: int
    high: int
    sky: Masthead.Sky
