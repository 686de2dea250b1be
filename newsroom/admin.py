from django.contrib.admin import AdminSite


class StaffSite(AdminSite):
    site_header = "Newsroom"
