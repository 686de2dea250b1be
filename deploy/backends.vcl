# What differs between installations: where the site is, and who may purge.

probe alive {
    # The process alone is asked: while the database is away it still shows what it has kept.
    # 127.0.0.1 has to be among ALLOWED_HOSTS, or whatever .host is.
    .url = "/healthz";
    .interval = 1s;
    .timeout = 1s;
    .window = 4;
    .threshold = 2;
    .initial = 2;
}

backend first {
    .host = "127.0.0.1";
    .port = "8000";
    .probe = alive;
    .first_byte_timeout = 30s;
}

# One for each further process or machine; each is named in vcl_init, too.
# backend second { .host = "10.0.0.2"; .port = "8000"; .probe = alive; .first_byte_timeout = 30s; }

sub vcl_init {
    new site = directors.round_robin();
    site.add_backend(first);
}

# Where `manage.py work` runs.
acl purgers {
    "127.0.0.1";
    "::1";
}
