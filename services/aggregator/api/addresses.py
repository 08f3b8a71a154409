"""Addresses as people paste them: with the host by which the public knows this installation."""

from fastapi import Request

from services.aggregator.api.dependencies import resources


def absolute(request: Request, address: str) -> str:
    """An address with its host: the public one that is set, else that of the request."""
    public: str = resources(request).settings.public_url
    return (public or str(request.base_url)).rstrip("/") + address
