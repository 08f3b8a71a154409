"""The HTTP door of access: keys and their audit."""
