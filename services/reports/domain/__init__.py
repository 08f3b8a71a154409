"""The rules of reports: values in, values out."""
