# Newsroom behind Varnish 7 (docs/deploying.md). What differs between installations stands in
# backends.vcl. Needs the modules xkey and var: Debian's package varnish-modules.
vcl 4.1;

import directors;
import std;
import var;
import xkey;

include "backends.vcl";

sub vcl_recv {
    set req.backend_hint = site.backend();
    if (req.restarts == 0) {
        unset req.http.X-Wants;
        unset req.http.X-Whole;
    }

    if (req.method == "PURGE") {
        # Varnish has added the address that it was asked from. If there is another before it,
        # somebody else has asked, through whatever stands in front.
        if (client.ip !~ purgers || req.http.X-Forwarded-For ~ ",") {
            return (synth(403, "Not for you"));
        }
        if (!req.http.Surrogate-Key) {
            return (synth(400, "Purge what?"));
        }
        # First the mark, then the purge: see `overtaken`.
        call mark;
        set req.http.X-Purged = xkey.purge(req.http.Surrogate-Key);
        return (synth(200, "Purged"));
    }

    # Whatever has no scheme written in front of it came without TLS.
    if (req.http.X-Forwarded-Proto != "https") {
        set req.http.X-Forwarded-Proto = "http";
    }
    # Tried once more, for a page that is newer or for one that is older: see vcl_hit, vcl_deliver.
    if (req.http.X-Wants == "new") {
        set req.grace = 0s;
    } else {
        set req.grace = 365d;
    }

    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    if (req.url ~ "^/static/") {
        unset req.http.Cookie;
        return (hash);
    }
    # What the site never keeps, and what a supervisor asks.
    if (req.url ~ "^/(admin|accounts|media|comments|conversation|warnings|healthz|readyz)(/|$|\?)") {
        return (pass);
    }
    # Somebody whom the site may know, or has something to tell. Any other cookie says nothing that
    # a page depends on.
    if (req.http.Authorization || req.http.Cookie ~ "sessionid=|messages=") {
        return (pass);
    }

    # A name that is encoded may be any.
    if (req.url ~ "[?&][^=&]*%") {
        return (pass);
    }
    if (req.url ~ "\?") {
        # What newsletters and advertisers hang on an address (newsroom/foundation/tracking.py).
        set req.url = regsuball(req.url, "(?i)([?&])(utm_\w*|mtm_\w+|pk_\w+|piwik_\w+|matomo_\w+|hsa_\w+|wt_(?:mc|zmc)|at_(?:medium|campaign\w*)|gclid|gclsrc|dclid|gbraid|wbraid|gad_\w+|srsltid|fbclid|msclkid|yclid|ymclid|ysclid|twclid|ttclid|li_fat_id|epik|rdt_cid|sccid|irclickid|wickedid|rb_clickid|s_kwcid|qclid|tblci|obclid|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|__hs\w+|hsctatracking|vero_id|vero_conv|oly_\w+_id|_ke|_kx|ml_subscriber\w*|ck_subscriber_id|_bhlid|bsft_\w+|_ga|_gl|igshid|igsh|mibextid|ref|ref_src|ref_url|trk|share_id|smid|smtyp|ncid|cmpid|xtor)(=[^&]*)?(?=&|$)", "\1");
        # What a page does not read changes nothing on it. The front page is left as it is asked for:
        # /?p=12 may be an old address of an article.
        if (req.url ~ "^/\d+/\d+/\d+/[^/?]+/\?") {
            set req.url = regsuball(req.url, "([?&])(?!(?:comment|from|order)=)[^&]*(?=&|$)", "\1");
        } elsif (req.url ~ "^/(section|topic|author)/[^/?]+/\?") {
            set req.url = regsuball(req.url, "([?&])(?!from=)[^&]*(?=&|$)", "\1");
        } elsif (req.url ~ "^/((section|topic|author)/[^/?]+/)?feed/\?") {
            set req.url = regsub(req.url, "\?.*$", "");
        }
        set req.url = regsuball(req.url, "&{2,}", "&");
        set req.url = regsub(req.url, "\?&", "?");
        set req.url = regsub(req.url, "[?&]$", "");
        # Of a name that comes twice the site takes the last: their order counts.
        if (req.url ~ "[?&](comment|from|order)=[^&]*&(.*&)?\1=") {
            return (pass);
        }
        set req.url = std.querysort(req.url);
    }
    # What pages read from the query. Anything else is answered, and takes no room here.
    if (req.url ~ "\?" && req.url !~ "^[^?]*\?((comment|from|order)=[^&]*(&|$))+$") {
        return (pass);
    }
    set req.http.X-Whole = "yes";
    return (hash);
}

sub vcl_hash {
    hash_data(req.http.X-Forwarded-Proto);
}

sub vcl_hit {
    # Past its time. While the site asks for it, another may be shown the old page for as long as
    # the site has allowed; beyond that the old page is for when the site is away.
    if (req.restarts == 0 && obj.ttl <= 0s && std.healthy(req.backend_hint)
        && obj.ttl + std.duration(obj.http.X-While-Asking, 0s) <= 0s) {
        set req.http.X-Wants = "new";
        return (restart);
    }
}

# A page on its way while what it shows is changed is of before the change, arrives after the purge
# and would stay. So each purge leaves a mark, for the paper and for the conversations by the last
# digit of their number, and a page is kept only if its marks are as they were when it was asked for.

sub vcl_init {
    var.global_set("edition", "none");
    var.global_set("threads", "none");
    var.global_set("0", "none");
    var.global_set("1", "none");
    var.global_set("2", "none");
    var.global_set("3", "none");
    var.global_set("4", "none");
    var.global_set("5", "none");
    var.global_set("6", "none");
    var.global_set("7", "none");
    var.global_set("8", "none");
    var.global_set("9", "none");
}

sub mark {
    if (req.http.Surrogate-Key ~ "(^| )edition( |$)") { var.global_set("edition", req.xid); }
    if (req.http.Surrogate-Key ~ "(^| )threads( |$)") { var.global_set("threads", req.xid); }
    if (req.http.Surrogate-Key ~ "-\d*0( |$)") { var.global_set("0", req.xid); }
    if (req.http.Surrogate-Key ~ "-\d*1( |$)") { var.global_set("1", req.xid); }
    if (req.http.Surrogate-Key ~ "-\d*2( |$)") { var.global_set("2", req.xid); }
    if (req.http.Surrogate-Key ~ "-\d*3( |$)") { var.global_set("3", req.xid); }
    if (req.http.Surrogate-Key ~ "-\d*4( |$)") { var.global_set("4", req.xid); }
    if (req.http.Surrogate-Key ~ "-\d*5( |$)") { var.global_set("5", req.xid); }
    if (req.http.Surrogate-Key ~ "-\d*6( |$)") { var.global_set("6", req.xid); }
    if (req.http.Surrogate-Key ~ "-\d*7( |$)") { var.global_set("7", req.xid); }
    if (req.http.Surrogate-Key ~ "-\d*8( |$)") { var.global_set("8", req.xid); }
    if (req.http.Surrogate-Key ~ "-\d*9( |$)") { var.global_set("9", req.xid); }
}

sub vcl_backend_fetch {
    # The marks as they are before the site is asked.
    var.set("edition", var.global_get("edition"));
    var.set("threads", var.global_get("threads"));
    var.set("0", var.global_get("0"));
    var.set("1", var.global_get("1"));
    var.set("2", var.global_get("2"));
    var.set("3", var.global_get("3"));
    var.set("4", var.global_get("4"));
    var.set("5", var.global_get("5"));
    var.set("6", var.global_get("6"));
    var.set("7", var.global_get("7"));
    var.set("8", var.global_get("8"));
    var.set("9", var.global_get("9"));
    unset bereq.http.X-Wants;
    unset bereq.http.X-Whole;
}

sub overtaken {
    if ((beresp.http.Surrogate-Key ~ "(^| )edition( |$)" && var.get("edition") != var.global_get("edition"))
        || (beresp.http.Surrogate-Key ~ "(^| )threads( |$)" && var.get("threads") != var.global_get("threads"))
        || (beresp.http.Surrogate-Key ~ "-\d*0( |$)" && var.get("0") != var.global_get("0"))
        || (beresp.http.Surrogate-Key ~ "-\d*1( |$)" && var.get("1") != var.global_get("1"))
        || (beresp.http.Surrogate-Key ~ "-\d*2( |$)" && var.get("2") != var.global_get("2"))
        || (beresp.http.Surrogate-Key ~ "-\d*3( |$)" && var.get("3") != var.global_get("3"))
        || (beresp.http.Surrogate-Key ~ "-\d*4( |$)" && var.get("4") != var.global_get("4"))
        || (beresp.http.Surrogate-Key ~ "-\d*5( |$)" && var.get("5") != var.global_get("5"))
        || (beresp.http.Surrogate-Key ~ "-\d*6( |$)" && var.get("6") != var.global_get("6"))
        || (beresp.http.Surrogate-Key ~ "-\d*7( |$)" && var.get("7") != var.global_get("7"))
        || (beresp.http.Surrogate-Key ~ "-\d*8( |$)" && var.get("8") != var.global_get("8"))
        || (beresp.http.Surrogate-Key ~ "-\d*9( |$)" && var.get("9") != var.global_get("9"))) {
        # Once more, and the page is of after the purge. In a flood of comments that one is
        # overtaken as well: whoever waits gets it, and nobody else.
        if (bereq.retries == 0) {
            return (retry);
        }
        call not_kept;
        return (deliver);
    }
}

sub not_kept {
    # Not zero, or those who wait for the same page would be let through one by one.
    set beresp.ttl = 1s;
    set beresp.grace = 0s;
    set beresp.keep = 0s;
    set beresp.uncacheable = true;
}

sub vcl_backend_response {
    if (bereq.uncacheable) {
        return (deliver);
    }
    if (beresp.status >= 500) {
        # Taken in, it would drive out the old page: see `away`.
        return (abandon);
    }
    if (bereq.url ~ "^/static/" && beresp.status == 200 && beresp.http.Cache-Control ~ "immutable") {
        unset beresp.http.Set-Cookie;
        return (deliver);
    }
    # Only what the site has said may be kept: it says so of whole pages for strangers.
    if (beresp.status != 200 || beresp.http.Set-Cookie || !beresp.http.Surrogate-Key
        || beresp.http.Surrogate-Control !~ "max-age=[1-9]") {
        call not_kept;
        return (deliver);
    }
    call overtaken;
    set beresp.http.xkey = beresp.http.Surrogate-Key;
    set beresp.ttl = std.duration(regsub(beresp.http.Surrogate-Control, "^.*max-age=(\d+).*$|^.*$", "\1") + "s", 0s);
    set beresp.http.X-While-Asking = regsub(beresp.http.Surrogate-Control, "^.*stale-while-revalidate=(\d+).*$|^.*$", "\1") + "s";
    set beresp.grace = std.duration(regsub(beresp.http.Surrogate-Control, "^.*stale-if-error=(\d+).*$|^.*$", "\1") + "s", 0s);
    return (deliver);
}

sub vcl_backend_error {
    set beresp.http.Content-Type = "text/html; charset=utf-8";
    set beresp.http.Retry-After = "5";
    set beresp.http.Cache-Control = "no-store";
    set beresp.body = {"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>We are away for a moment</title></head>
<body><h1>We are away for a moment</h1>
<p>The site does not answer. Please try again shortly.</p>
<p>If you were writing: nothing has been sent. Go back, and what you have typed is still there.</p>
</body></html>
"};
    return (deliver);
}

# The site has failed, or is away: the last page that it gave is better than none. If there is
# none, what it says itself is better than what we could say.

sub away {
    if (resp.status >= 500 && req.http.X-Whole && req.http.X-Wants != "old") {
        set req.http.X-Wants = "old";
        return (restart);
    }
}

sub vcl_miss {
    if (req.http.X-Wants == "old") {
        return (pass);
    }
}

sub vcl_deliver {
    call away;
    unset resp.http.xkey;
    unset resp.http.X-While-Asking;
    # What is said to edges alone.
    unset resp.http.Surrogate-Key;
    unset resp.http.Surrogate-Control;
    unset resp.http.Cache-Tag;
    unset resp.http.CDN-Cache-Control;
}

sub vcl_synth {
    if (req.method == "PURGE") {
        set resp.http.X-Purged = req.http.X-Purged;
        return (deliver);
    }
    call away;
}
