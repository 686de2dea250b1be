"""Opening a real paper in an empty database."""
