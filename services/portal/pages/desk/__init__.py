"""The desks: pages for people who signed in."""
