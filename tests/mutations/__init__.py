"""Small breaking changes, each of which some test must notice: `python -m tests.mutations`."""
