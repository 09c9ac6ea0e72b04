"""What each part of the page shows: `instrument`, `which_rates` and `why` gather rows, words and tables.

The other files hold what one of them needs alone.
"""
