"""Decisions of access: plain functions that queue what they decide."""
