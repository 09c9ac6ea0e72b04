"""What is said of a run: numbers as a student reads them, behaviours, verdicts, the setting, the points."""
