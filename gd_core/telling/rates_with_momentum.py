"""What the points decide of the learning rates where there is momentum."""

from gd_core.languages import Say
from gd_core.numbers import digits_apart, digits_beside, rounded, unrounded
from gd_core.theory import WithMomentum


def limit_with_momentum(known: WithMomentum, *, say: Say) -> str:
    """Say, in Markdown, what the limit is."""
    return say(
        "For these points and with momentum β = {momentum} the **limit is about {limit}**: a rate below it "
        "converges from every start, and a rate above it diverges from almost every start.",
        momentum=unrounded(known.momentum),
        limit=rounded(known.zones[-1], digits_apart([known.zones[-1], *known.fastest], least=4)),
    )


def fastest_with_momentum(known: WithMomentum, *, least: int, say: Say) -> str:
    """Say which rates are fastest with this momentum, and which rate and momentum are best of all."""
    low, high = known.fastest
    digits = digits_apart([known.zones[-1], low, high], least=least)
    if low == high:
        told = say(
            "With this momentum the fastest rate is about {fastest}: in the long run, the best promise for "
            "the worst start.",
            fastest=rounded(low, digits),
        )
    else:
        told = say(
            "With this momentum every rate from about {low} to {high} is equally fast in the long run: an "
            "epoch then keeps √β = {pace} of the error, whatever the rate.",
            low=rounded(low, digits),
            high=rounded(high, digits),
            pace=rounded(known.momentum**0.5, digits_beside([known.momentum**0.5], 1.0, least=3)),
        )
    return f"{told} {_best_of_all(known, say=say)}"


def _best_of_all(known: WithMomentum, *, say: Say) -> str:
    """Say which rate and momentum together are the best promise, and what they promise."""
    told = {"rate": rounded(known.best_rate), "epochs": rounded(known.best_epochs)}
    if known.best_momentum == 0:
        return say(
            "The best momentum of all is 0 here, with the rate {rate}: from any start it arrives in one "
            "epoch.",
            **told,
        )
    return say(
        "In the long run the best rate and momentum together are about {rate} and β = {momentum}: from any "
        "start the loss stays 99.9 % of the way down from epoch {epochs} on at the latest.",
        momentum=rounded(known.best_momentum, digits_beside([known.best_momentum], 1.0, least=3)),
        **told,
    )


def zones_in_words(known: WithMomentum, *, say: Say) -> str:
    """Say, in Markdown, what the zones of the ruler are, and where the limit comes from."""
    crawl, smooth, swings, limit = known.zones
    first = say(
        "The zones of the ruler above say what an epoch with momentum does to the error across the "
        "valley, where the bowl is steepest."
    )
    crawls = (
        say(
            "Below {crawl} it *crawls*: in the long run less than 5 % of the error goes, and it stays on its "
            "side.",
            crawl=_beside(crawl, known),
        )
        if crawl
        else ""
    )
    rest = say(
        "Up to {smooth} the error shrinks *smoothly* and stays on its side. Up to {swings} it *swings*: it "
        "goes past the answer and comes back. From there to the limit it *zigzags*: it flips sign each "
        "epoch, and shrinks in the long run. Above the limit it *diverges*: it flips sign and grows. The "
        "**limit, 2(1 + β)/λmax = {limit}**, comes from the momentum and the x of the points alone (λmax is "
        "how steeply the bowl bends there). Without momentum it is {plain}.",
        smooth=_beside(smooth, known),
        swings=_beside(swings, known),
        limit=_beside(limit, known),
        plain=rounded(limit / (1 + known.momentum)),
    )
    return " ".join(filter(None, [first, crawls, rest]))


def _beside(rate: float, known: WithMomentum) -> str:
    """Return a rate in enough digits to tell all the edges of zones apart."""
    return rounded(rate, digits_apart([edge for edge in known.zones if edge], least=3))
