"""The terms that explain themselves where they stand, each in one sentence of `terms.toml`."""

import re
from functools import cache, lru_cache

from gd_core.languages import Say, english

# Where no word is explained: in what Markdown, or Streamlit, reads as more than words.
LEFT_ALONE = (
    r"\\.",  # an escaped sign
    r"(?P<fence>```|~~~)[\s\S]*?(?P=fence)",
    r"(?P<ticks>`+).*?(?P=ticks)",
    r"\$\$[\s\S]*?\$\$|\$[^$\n]*\$",
    r"^[ \t]*(?:#|\|).*$",  # a heading, a row of a table
    r"!?(?::[a-z][\w-]*)?\[[^\[\]]*\](?:\([^()]*\))?",  # a link, a picture, a directive
    r":[\w/+-]+:",  # a sign by its name
    r"<[^<>]*>|\bhttps?://\S+",
)
EXPLAINED = r":color\[(?P<explained>[^\[\]]*):help\[[^\[\]]*\]\]"


def explanation(term: str, *, say: Say = english) -> str:
    """Return the sentence that explains a term, which is called by its English name.

    >>> explanation("epoch")
    'One update of w and b, from all the points at once.'
    """
    return str(say.tables("terms.toml")[term]["explanation"])


@lru_cache(maxsize=256)
def explained(markdown: str, *, with_momentum: bool = False, say: Say = english) -> str:
    """Return Markdown in which each term explains itself the first time that it stands there.

    Streamlit makes of it the word with a help button, which `page.css` spreads over the word.

    Parameters
    ----------
    with_momentum : bool
        Whether only those are explained that mean something else with momentum, and so.

    >>> explained("An epoch, and another epoch.")
    'An :color[epoch:help[One update of w and b, from all the points at once.]], and another epoch.'
    """
    terms, pattern, seen = _terms(say), _pattern(say), set()

    def told(found: re.Match[str]) -> str:
        word = found["explained"] or found["word"]
        term = terms.get((word or "").lower())
        if with_momentum:
            term = beside if (beside := f"{term} with momentum") in say.tables("terms.toml") else None
        if term is None or term in seen:
            return found[0]
        seen.add(term)
        return f":color[{word}:help[{explanation(term, say=say)}]]" if found["word"] else found[0]

    return pattern.sub(told, markdown)


@cache
def _terms(say: Say) -> dict[str, str]:
    """Return the term of each word, in small letters."""
    described = say.tables("terms.toml").items()
    words = {term: told["words"].split(", ") for term, told in described if "words" in told}
    return {word.lower(): term for term, its in words.items() for word in its}


@cache
def _pattern(say: Say) -> re.Pattern[str]:
    """Return what finds what is explained, what is left alone and, longest first, each word."""
    words = "|".join(map(re.escape, sorted(_terms(say), key=len, reverse=True)))
    word = rf"(?<![\w:-])(?P<word>{words})(?![\w({{\[-])"
    return re.compile("|".join([EXPLAINED, *LEFT_ALONE, word]), re.IGNORECASE | re.MULTILINE)
