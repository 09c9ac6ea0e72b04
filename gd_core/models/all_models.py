"""Every curve but the line, by the name that a link gives it."""

from gd_core.models.model import Model
from gd_core.models.neuron import NEURON
from gd_core.models.neuron_ce import NEURON_CE
from gd_core.models.two_hills import TWO_HILLS

CURVES: dict[str, Model] = {"hills": TWO_HILLS, "neuron": NEURON, "neuron-ce": NEURON_CE}
