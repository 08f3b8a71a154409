"""Every SQL statement of the catalogue: what commands queue, and the snapshot that reads are
answered from.
"""
