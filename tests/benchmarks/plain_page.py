"""The lesson as one plain Streamlit page with three Altair charts: what `change.py` puts ours beside.

All is worked out and drawn anew at every change, as Streamlit does it for whoever adds nothing.
"""

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from gd_core import descend, draw_starts, hessian, largest_stable_rate, least_squares, make_dataset

st.set_page_config(page_title="Gradient Descent", layout="wide")
with st.sidebar:
    rates = st.multiselect("Learning rates", [0.001, 0.01, 0.1, 0.3, 0.5, 0.7], [0.01, 0.1, 0.5], key="rates")
    n_epochs = st.number_input("Epochs", 1, 10_000, 100, 10, key="epochs")
    noise = st.slider("Noise", 0.0, 1.0, 0.1, key="noise")
    seed = st.number_input("Seed", 0, 2**32 - 1, 42, key="seed")
st.title("How big should the learning rate be?")
st.write("Gradient descent fits a line to these points, once for each learning rate. Which ends lowest?")
if not rates:
    st.stop()

dataset = make_dataset(seed=seed, noise=noise)
starts = draw_starts(seed=seed, n_samples=100, n_runs=len(rates))
runs = descend(dataset, starts=starts, learning_rates=rates, n_epochs=n_epochs)
epoch = st.slider("Epoch", 0, n_epochs, n_epochs)

names = [f"{rate:g}" for rate in rates]
steps = pd.DataFrame(
    {
        "rate": np.repeat(names, n_epochs + 1),
        "epoch": np.tile(np.arange(n_epochs + 1), len(rates)),
        "loss": runs.losses.ravel(),
        "w": runs.parameters[..., 0].ravel(),
        "b": runs.parameters[..., 1].ravel(),
    }
)
shown = steps[steps.epoch <= epoch]
now = steps[steps.epoch == epoch]
colour = alt.Color("rate:N", sort=names, title="Learning rate", legend=alt.Legend(orient="top"))

losses = (
    alt.Chart(shown).mark_line().encode(x="epoch", y="loss", color=colour, tooltip=["rate", "epoch", "loss"])
)

lam, axes = np.linalg.eigh(hessian(dataset))
turns = np.linspace(0, 2 * np.pi, 61)
circle = np.column_stack([np.cos(turns), np.sin(turns)]) / np.sqrt(lam) @ axes.T
contours = pd.concat(
    pd.DataFrame(least_squares(dataset) + np.sqrt(2 * excess) * circle, columns=["w", "b"]).assign(
        excess=excess, turn=turns
    )
    for excess in (0.01, 0.03, 0.1, 0.3, 1, 3)
)
rings = (
    alt.Chart(contours)
    .mark_line(color="grey", opacity=0.5)
    .encode(x="w", y="b", order="turn", detail="excess")
)
paths = (
    alt.Chart(shown)
    .mark_line()
    .encode(
        x="w", y="b", order="epoch", color=colour.legend(None), tooltip=["rate", "epoch", "w", "b", "loss"]
    )
)

points = (
    alt.Chart(pd.DataFrame({"x": dataset.x, "y": dataset.y})).mark_circle(color="grey").encode(x="x", y="y")
)
ends = pd.concat(now.assign(x=x, y=now.w * x + now.b) for x in (0, 1))
lines = (
    alt.Chart(ends).mark_line().encode(x="x", y="y", color=colour.legend(None), tooltip=["rate", "w", "b"])
)

charts = {"Loss": losses, "Path": rings + paths, "Fit": points + lines}
for column, (title, chart) in zip(st.columns(3), charts.items(), strict=True):
    column.altair_chart(chart.properties(title=title, height=340))

st.subheader("Results")
st.dataframe(now.assign(stable=np.array(rates) < largest_stable_rate(dataset)), hide_index=True)
st.write(f"Rates above {largest_stable_rate(dataset):.3f} diverge on these points.")
