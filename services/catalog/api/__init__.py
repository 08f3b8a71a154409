"""The HTTP door of the catalogue, and what the command line may ask of it."""
