"""What can be taken from the page: its link, the runs as files, and a link for a class."""

from collections.abc import Callable, Mapping
from typing import Any

from gd_core.experiment import Experiment
from gd_core.languages import Say, english
from gd_core.parts.blocks import Block, Box, Code, Text
from gd_core.parts.for_a_class import for_a_class
from gd_core.take_home.files import files


def take_it_with_you(
    experiment: Experiment, *, chosen: Mapping[str, Any], link_with: Callable[..., str], say: Say = english
) -> list[Block]:
    """Offer the link of the page, the files and the form that `for_a_class` makes."""
    link = link_with(["part"], {})
    return [
        Text(say("The link of this page, with everything that is set:"), explains=False),
        Code(link),
        Box(files(experiment, link=link, say=say), is_a_row=True),
        Text(say.document("take_home.md"), explains=False),
        *for_a_class(experiment.settings, chosen=chosen, link_with=link_with, say=say),
    ]
