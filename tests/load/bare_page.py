"""The least page that answers a change: what Streamlit itself costs."""

import streamlit as st

st.write(st.slider("Noise", 0.0, 1.0, 0.1, key="noise"))
