"""A made-up city, to look at and to test with.

Every name, number and place here is invented. The same call writes the same bytes, on any day.
"""
