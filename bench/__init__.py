"""Measures the running system beside its limits and rivals, in the same run, with every check
switched on. `python -m bench`.
"""
