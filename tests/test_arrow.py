"""The rows of pictures on their way to the browser, beside Arrow's own way from pandas."""

import math
import threading

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from gd_core.charts.arrow import as_arrow

TABLES = {
    "numbers": pd.DataFrame({"slot": np.int8([0, 1]), "epoch": np.int16([3, 4]), "loss": [0.1, np.nan]}),
    "infinite": pd.DataFrame({"loss": [np.inf, -np.inf, 5e-324]}),
    "texts": pd.DataFrame({"arrow": ["▲", "", "▼"], "x": [1.0, 2.0, np.nan]}),
    "truths": pd.DataFrame({"closed": [True, False]}),
    "no rows": pd.DataFrame({"x": np.zeros(0)}),
    "chosen rows": pd.DataFrame({"x": [1.0, 2.0, 3.0], "slot": [1, 2, 3]}).iloc[[2, 0]],
    "columns": {"slot": [0.0, 8.0], "row": [{"w": math.nan, "name": "0.5"}, {"w": 1.5, "name": ""}]},
    "no columns' rows": {"slot": [], "row": []},
}


def read(stream):
    return pa.ipc.open_stream(stream).read_all().to_pydict()


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_browsers_read_what_arrows_own_way_from_pandas_would_tell_them(table):
    expected = pa.Table.from_pandas(pd.DataFrame(table), preserve_index=False)
    assert read(as_arrow(table)) == expected.to_pydict()
    if "row" not in table:  # a list without rows does not say of which kind they would be
        kinds = [str(kind).removeprefix("large_") for kind in expected.schema.types]
        assert list(map(str, pa.ipc.open_stream(as_arrow(table)).schema.types)) == kinds


def test_what_is_not_there_is_null_and_what_is_infinite_stays_so():
    rows = pd.DataFrame({"loss": [np.nan, np.inf, 1.0]})
    assert read(as_arrow(rows)) == {"loss": [None, np.inf, 1.0]}
    assert read(as_arrow({"frame": [{"floor": math.nan, "high": math.inf}]})) == {
        "frame": [{"floor": None, "high": math.inf}]
    }


def test_many_rows_start_no_thread(monkeypatch):
    def started(thread):
        pytest.fail(f"{thread.name} was started")

    monkeypatch.setattr(threading.Thread, "start", started)
    columns = {name: np.arange(100_000.0) for name in "xy"}
    assert read(as_arrow(pd.DataFrame(columns)))["y"][-1] == 99_999
