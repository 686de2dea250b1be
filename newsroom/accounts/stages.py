from __future__ import annotations

from allauth.account.stages import LoginStage
from allauth.account.utils import get_next_redirect_url


class RememberNext(LoginStage):
    """The first stage of every way to sign in: where it began is kept with the sign-in, so that
    the stages after it (second factor, confirmed address), which are requests of their own, end
    there too."""

    key = "remember_next"

    def handle(self) -> tuple[None, bool]:
        if not self.login.redirect_url:
            self.login.redirect_url = get_next_redirect_url(self.request)
        return None, True
