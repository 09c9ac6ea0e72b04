"""The pictures: fit, loss, modes, parameter_map and sweep, each with its rows and its Altair chart.

The other files are what these share, and what the player is told.

A chart is built once, around data sets that have names and no rows; the page sends it new rows on every
change. So a chart's function takes no data. Nothing outside this folder knows Altair.
"""
