"""The services: strangers to one another, each behind one front door."""
