"""Outbound calls to the public APIs, one module a service."""
