"""The link in a notice that ends its kind of notices: whoever holds it may do that and nothing
else.
"""

import hashlib
import hmac

LENGTH = 32


def proof(pepper: str, focal_point: str, kind: str) -> str:
    """What stands in the link beside the focal point and the kind."""
    text = f"unsubscribe {focal_point} {kind}".encode()
    return hmac.new(pepper.encode(), text, hashlib.sha256).hexdigest()[:LENGTH]


def is_proof(pepper: str, focal_point: str, kind: str, given: str) -> bool:
    """Whether a link is one of ours."""
    return hmac.compare_digest(proof(pepper, focal_point, kind).encode(), given.encode())
