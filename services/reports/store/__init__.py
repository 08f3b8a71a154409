"""Every SQL statement of reports, by what it is about."""
