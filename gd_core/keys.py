"""What stands for an argument in a cache, a text that no other has; and the last experiments, kept by it."""

import marshal
from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass
from functools import lru_cache
from hashlib import blake2b
from types import FunctionType
from typing import Any

import numpy as np

from gd_core.experiment import Experiment, Settings, experiment_of

LONG = 50  # numbers; more of them stand by their digest


def key_of_call(function: Callable, arguments: dict[str, Any]) -> str:
    """Return what stands for a call; raise TypeError for an argument that `key_of` does not know."""
    return f"{key_of(function)}({', '.join(f'{name}={key_of(value)}' for name, value in arguments.items())})"


def key_of(argument: Any) -> str:
    """Return a text that stands for an argument, the same in every process of a server.

    Known are None, numbers, texts, bytes, rows of these, frozen records of these, and functions that bring
    nothing along.

    >>> key_of((1, 1.0, True, "1", -0.0))
    "(1, 1.0, True, '1', -0.0)"

    Raises
    ------
    TypeError
        If it is something else: nobody has thought about when two such arguments are the same.
    """
    if argument is None or type(argument) in (bool, int, float):
        return repr(argument)
    if type(argument) is str and len(argument) <= LONG:
        return repr(argument)
    if type(argument) in (str, bytes):
        data = argument if isinstance(argument, bytes) else argument.encode("utf-8", "surrogatepass")
        return f"{type(argument).__name__}#{_digest(data)}"
    if type(argument) in (tuple, list):
        return _key_of_row(argument)
    if is_dataclass(argument) and not isinstance(argument, type):
        return _key_of_record(argument)
    if isinstance(argument, FunctionType) and not argument.__closure__ and argument.__name__ != "<lambda>":
        return _key_of_function(argument)
    raise TypeError(f"{type(argument).__name__} has no key: {argument!r}")


def experiment_with(settings: Settings) -> Experiment:
    """Return what `experiment_of` does; the last ones are kept. It must not be changed."""
    return _experiment(_Keyed(key_of(settings), settings))


def of_experiment(make: Callable, settings: Settings, **arguments: Any) -> Any:
    """Return what a function makes of the experiment with these settings."""
    return make(experiment_with(settings), **arguments)


@dataclass(frozen=True)
class _Keyed:
    """Settings that are told from others by their key alone, which is exact."""

    key: str
    settings: Settings = field(compare=False)


@lru_cache(maxsize=32)  # the largest take 2.6 MB each
def _experiment(keyed: _Keyed) -> Experiment:
    return experiment_of(keyed.settings)


def digest_of(numbers: Any) -> str:
    """Return a short text that tells rows of numbers from others, the same in every server."""
    return _digest(np.array(numbers, dtype=float).tobytes())


def _key_of_row(row: tuple | list) -> str:
    long = len(row) > LONG and all(type(value) is float for value in row)
    keys = f"{len(row)} floats#{digest_of(row)}" if long else ", ".join(map(key_of, row))
    return f"({keys})" if isinstance(row, tuple) else f"[{keys}]"


def _key_of_record(record: Any) -> str:
    """Return the fields by which two records are told apart; one that may change is not known."""
    if type(record).__eq__ is object.__eq__ or type(record).__hash__ is None:
        raise TypeError(f"{type(record).__name__} has no key: it may change, or two are never the same")
    counted = [one.name for one in fields(record) if one.compare]
    keys = ", ".join(f"{name}={key_of(getattr(record, name))}" for name in counted)
    return f"{type(record).__module__}.{type(record).__qualname__}({keys})"


def _key_of_function(function: FunctionType) -> str:
    """Return its name, what it does, and what it takes where it is given nothing."""
    code = _digest(marshal.dumps(function.__code__, 2))  # the last version that is the same every time
    defaults = [function.__defaults__, *sorted((function.__kwdefaults__ or {}).items())]
    return f"{function.__module__}.{function.__qualname__}#{code}{key_of(defaults)}"


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
