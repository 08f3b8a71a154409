"""The pages people look at: a plain client of the public APIs."""
