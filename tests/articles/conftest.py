from django.apps import apps

# The admin is the newsroom's: it has nothing to show where the paper runs by itself.
collect_ignore_glob = [] if apps.is_installed("comments") else ["test_admin*", "test_archive*"]
