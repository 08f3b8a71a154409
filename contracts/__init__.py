"""What may cross a wall between services: envelope, events, shared codes.

Knows pydantic and nothing else.
"""
