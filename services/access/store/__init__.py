"""Every SQL statement of access, by what it is about."""
