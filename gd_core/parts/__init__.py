"""What each part of the page shows: `instrument`, `which_rates` and `why` gather rows, words and tables.

`columns`, `tables` and `veil` say how tables are headed, what pictures are as tables, and what is hidden
until a prediction is made; the other files hold what one part needs alone.
"""
