"""Rules of the catalogue, values in and values out: texts and fingerprints, the official document,
snapshots, filing, search.
"""
