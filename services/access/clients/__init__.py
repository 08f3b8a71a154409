"""Outbound calls of access: mail."""
