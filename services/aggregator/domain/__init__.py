"""The rules of the indicators: values in, values out."""
