"""A bad night: one article burns, and one moderator holds the site alone."""
