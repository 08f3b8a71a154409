"""A demonstration: the system in one process, over ten years of made-up data in a folder of its own
(`make demo`).
"""
