"""Messages of SDMX: structures and data, written by hand: no library at hand writes JSON data, or
names in several languages.
"""
