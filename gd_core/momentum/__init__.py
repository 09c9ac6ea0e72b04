"""Gradient descent with momentum on the same bowl: its runs, and what is known of them without running.

Beside the legend of `gd_core`:

    beta                      the momentum, from 0 (plain descent) to 0.99
    step            (2,)      what is taken from theta in an epoch: beta of the last step, and eta · gradient
    h                         eta · lam[i], the rate in units in which the bowl is as steep as a square
    z² − (1 + beta − h)·z + beta        its roots are what an epoch does along eigenvector i in the long run
    pace                      the size of the larger root

An epoch is ``v ← beta·v + gradient; theta ← theta − eta·v``, and the step is ``eta·v`` (the heavy ball of
B. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964). As in plain descent the
runs (`descent`) know nothing of the theory (`spectrum`, `closed_form`, `theory`), nor this of them.
"""
