"""What each part of the page shows: pure functions from an experiment to blocks, plain data.

`blocks` says what there is to show. `columns`, `results` and `tables` say how tables are headed and what
pictures are as tables; `hidden` has what stays in view until a prediction is made.
"""
