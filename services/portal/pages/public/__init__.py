"""The pages everybody may see, one module each."""
