"""The lessons: rounds and predictions, challenges, the quiz and the words; what links keep of them."""
