"""A learner's own points: read from text, a file or a table, carried in a link, or from real data.

The page does not offer them yet.
"""
