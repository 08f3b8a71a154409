"""Files that services give out: tables as CSV, XLSX, Parquet and JSON, the answers they are, and
the long ones that are made in the background. It knows nothing of any service.
"""
