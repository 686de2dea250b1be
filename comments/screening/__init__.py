"""What the machine says of a text on its way in, and why."""
