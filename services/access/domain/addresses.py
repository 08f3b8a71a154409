"""Addresses of e-mail, in the form that every mail server takes."""

import re

LONGEST, LONGEST_LOCAL = 254, 64
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
FORM = re.compile(rf"({ATOM}(?:\.{ATOM})*)@((?:{LABEL}\.)+(?![0-9]+$){LABEL})")


def is_email(text: str) -> bool:
    """Whether this is one address: no name beside it, no list, a host with a dot."""
    parts = FORM.fullmatch(text)
    return parts is not None and len(text) <= LONGEST and len(parts[1]) <= LONGEST_LOCAL
