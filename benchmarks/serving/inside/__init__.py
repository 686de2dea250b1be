"""What needs the site's own code and database: done in a process of its own with the site's own
settings, asked for by name, told and answering in JSON."""
