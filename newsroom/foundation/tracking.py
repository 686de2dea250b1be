"""What newsletters, advertisers and networks hang on an address to see who comes from where. It
changes nothing on a page, often names a person, and must not get into anybody else's copy.

The names are those of the public lists by which browsers strip them (Firefox, Brave, ClearURLs),
but for short ones that a paper's old addresses may have had themselves, such as `cid` or `s`."""

from __future__ import annotations

import re

_NAMES = (
    # Campaigns: Google, Matomo, HubSpot, Webtrekk, AT Internet
    r"utm_\w*|mtm_\w+|pk_\w+|piwik_\w+|matomo_\w+|hsa_\w+|wt_(?:mc|zmc)|at_(?:medium|campaign\w*)"
    # Clicks on an advertisement
    r"|gclid|gclsrc|dclid|gbraid|wbraid|gad_\w+|srsltid|fbclid|msclkid|yclid|ymclid|ysclid|twclid"
    r"|ttclid|li_fat_id|epik|rdt_cid|sccid|irclickid|wickedid|rb_clickid|s_kwcid|qclid|tblci|obclid"
    # Letters
    r"|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|__hs\w+|hsctatracking|vero_id|vero_conv|oly_\w+_id|_ke"
    r"|_kx|ml_subscriber\w*|ck_subscriber_id|_bhlid|bsft_\w+"
    # Visits and shares
    r"|_ga|_gl|igshid|igsh|mibextid|ref|ref_src|ref_url|trk|share_id|smid|smtyp|ncid|cmpid|xtor"
)
TRACKING = re.compile(_NAMES, re.IGNORECASE)


def without_tracking(query: str) -> str:
    """The query string without what only tracks; the rest as it was written."""
    return "&".join(
        each for each in query.split("&") if each and not TRACKING.fullmatch(each.partition("=")[0])
    )
