"""Programs for people who develop and operate the system; nothing of it is needed to serve."""
