"""A class that predicts together: its room and question, how its votes are kept and counted, what is said."""
