"""The lessons: rounds to predict, challenges, a quiz, and the words, each with a case that shows it."""
