"""The rules of access, on values alone."""
