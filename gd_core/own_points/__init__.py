"""A learner's own points: read from text, a file or a table, and carried in a link; and real data."""
