"""Telling the caches in front of the site what they must forget. What there is to tell is written
down by newsroom.foundation.edge; `manage.py work` tells it."""
