"""The pictures, a file each: the rows that one draws, and the Altair chart around them.

A chart is built once, around data sets that have names and no rows; the page sends it new rows on every
change. So a chart's function takes no data. Nothing outside this folder knows Altair.
"""
