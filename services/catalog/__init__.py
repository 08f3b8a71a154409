"""The catalogue: what the programme says, edition by edition, in four languages; and who its actors
are.
"""
