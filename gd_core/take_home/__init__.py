"""What a learner takes home: the runs as a script and as CSV, and a worksheet to print."""
