"""The ETags of submissions and cycles: for whom it is inside the version of the submission, for the
public that of what it sees, so that no save of a correction shows.

`"<version>.<digest>.<seal>"`: the digest is of the bytes shown; the seal binds it to the thing and
its version, so that `If-Match` compares the whole ETag whatever else the answer said.
"""

import hashlib
from typing import NamedTuple

from fastapi import Request

from kernel.errors import Problem, precondition_failed
from services.reports.domain.submission import ReaderRole, Submission


class Version(NamedTuple):
    """A thing as it stands now: its id, and what changes with its every write."""

    id: str
    version: str

    def tag(self, shown: bytes) -> str:
        """The ETag of what is shown of it."""
        digest = hashlib.sha256(shown).hexdigest()[:24]
        return f'"{self.version}.{digest}.{self._seal(digest)}"'

    def require(self, request: Request) -> None:
        """Check `If-Match`: 428 without, 412 for another ETag than one of this version.

        One that a proxy made weak on its way is still ours.
        """
        header = request.headers.get("if-match")
        if header is None:
            raise Problem(
                428,
                "precondition_required",
                "Send the ETag of what you change as If-Match (or `*`).",
            )
        if header.strip() != "*" and not any(map(self._ours, _tags(header))):
            raise precondition_failed()

    def _ours(self, tag: str) -> bool:
        """Whether an ETag was given for what the thing is now."""
        _, _, rest = tag.removeprefix('"').removesuffix('"').partition(".")
        digest, _, _ = rest.partition(".")
        return tag == f'"{self.version}.{digest}.{self._seal(digest)}"'

    def _seal(self, digest: str) -> str:
        sealed = f"{self.id}.{self.version}.{digest}"
        return hashlib.sha256(sealed.encode()).hexdigest()[:16]


def _tags(header: str) -> list[str]:
    """The ETags that a header names, weak ones as strong ones."""
    return [part.strip().removeprefix("W/") for part in header.split(",")]


def version(submission: Submission, role: ReaderRole) -> Version:
    """A submission as a role sees it."""
    current = submission.current
    seen = f"p{current.public_version}" if role == "public" else str(current.version)
    return Version(current.id, seen)
