from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse

from newsroom.accounts import second_factor


class StaffSite(AdminSite):
    site_header = "Newsroom"

    def has_permission(self, request: HttpRequest) -> bool:
        return second_factor.may_enter(request.user)

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        return second_factor.lead_in(request)
