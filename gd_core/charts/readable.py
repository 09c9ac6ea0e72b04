"""Words in the pictures that can be read: Streamlit's own grey for axes is too pale on the light page."""

WORDS = {"expr": "luminance(background) > 0.5 ? '#5d616e' : '#d5dae5'"}
CONFIG = {
    "axis": {"labelColor": WORDS, "titleColor": WORDS},
    "legend": {"labelColor": WORDS},
    "title": {"subtitleColor": WORDS},
}


def with_readable_words(spec: dict) -> dict:
    """Return a chart's description with axes and legends in a colour that can be read on its background."""
    config = spec.get("config", {})
    return spec | {"config": config | {part: config.get(part, {}) | own for part, own in CONFIG.items()}}
