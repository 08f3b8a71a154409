"""The HTTP routes of access: keys and their audit."""
