"""The catalogue's HTTP shapes: what is sent, and what is answered."""
