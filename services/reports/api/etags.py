"""The ETags of submissions: for whom it is inside the version of the submission, for the public
that of what it sees, so that no save of a correction shows.

`"<version>.<digest>.<seal>"`: the digest is of the bytes shown; the seal binds it to submission and
version, so that `If-Match` compares the whole ETag whatever else the answer said.
"""

import hashlib
from typing import Any

from fastapi import Request

from kernel.errors import Problem, precondition_failed
from kernel.web.answers import json_bytes
from services.reports.domain.submission import ReaderRole, Submission


def tag(submission: Submission, role: ReaderRole, data: Any) -> str:
    """The ETag of what a role is shown of a submission."""
    digest, version = hashlib.sha256(json_bytes(data)).hexdigest()[:24], _version(submission, role)
    return f'"{version}.{digest}.{_seal(submission, version, digest)}"'


def require(request: Request, submission: Submission, role: ReaderRole) -> None:
    """Check `If-Match`: 428 without, 412 for another ETag than one of this version.

    One that a proxy made weak on its way is still ours.
    """
    header = request.headers.get("if-match")
    if header is None:
        raise Problem(
            428, "precondition_required", "Send the ETag of the submission as If-Match (or `*`)."
        )
    if header.strip() != "*" and not any(_ours(submission, role, tag) for tag in _tags(header)):
        raise precondition_failed()


def _tags(header: str) -> list[str]:
    """The ETags that a header names, weak ones as strong ones."""
    return [part.strip().removeprefix("W/") for part in header.split(",")]


def _ours(submission: Submission, role: ReaderRole, tag: str) -> bool:
    """Whether an ETag was given to this role for what the submission is now."""
    version, _, rest = tag.removeprefix('"').removesuffix('"').partition(".")
    digest, _, seal = rest.partition(".")
    same = version == _version(submission, role) and seal == _seal(submission, version, digest)
    return same and tag == f'"{version}.{digest}.{seal}"'


def _version(submission: Submission, role: ReaderRole) -> str:
    current = submission.current
    return f"p{current.public_version}" if role == "public" else str(current.version)


def _seal(submission: Submission, version: str, digest: str) -> str:
    sealed = f"{submission.current.id}.{version}.{digest}"
    return hashlib.sha256(sealed.encode()).hexdigest()[:16]
