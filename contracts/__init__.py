"""What services share: the envelope, events and code lists.

Knows pydantic and nothing else.
"""
