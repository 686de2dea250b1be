from django.apps import AppConfig
from django.contrib.admin import apps as admin


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = "people and masthead"
    default = True


class StaffAdminConfig(admin.SimpleAdminConfig):
    """Looks for no registrations: newsroom/admin.py lists them all."""

    default = False
    default_site = "newsroom.admin.StaffSite"
