from typing import Any

from django.http import HttpRequest

from newsroom.models import Masthead


def strip(request: HttpRequest) -> dict[str, Any]:
    return {"masthead": Masthead.current()}
