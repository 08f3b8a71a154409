"""Faults by a seeded plan under load, and afterwards the judgement: `make torture`."""
