"""Decisions of the catalogue: plain functions that queue what they decide."""
