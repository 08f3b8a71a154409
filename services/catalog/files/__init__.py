"""The data files of the programme, read and checked: the outside thing that this catalogue begins
from.
"""
