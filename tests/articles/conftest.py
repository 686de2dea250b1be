from typing import Any

import pytest
from django.apps import apps

# The admin is the newsroom's: it has nothing to show where the paper runs by itself.
collect_ignore_glob = [] if apps.is_installed("comments") else ["test_admin*", "test_archive*"]


@pytest.fixture
def paper_by_itself(settings: Any, db: None) -> None:
    """The paper's own addresses and templates, without what the newsroom composes in."""
    settings.ROOT_URLCONF = "articles.urls"
    (engine,) = settings.TEMPLATES
    options = engine["OPTIONS"]
    processors = [it for it in options["context_processors"] if not it.startswith("newsroom.")]
    settings.TEMPLATES = [{**engine, "OPTIONS": {**options, "context_processors": processors}}]
