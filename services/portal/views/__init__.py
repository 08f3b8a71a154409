"""What pages show: templates in four languages, and the rows of their tables."""
