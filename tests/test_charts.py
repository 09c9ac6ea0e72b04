import pytest

from gd_core.charts import loss_chart, loss_spec


@pytest.mark.parametrize("logarithmic", [False, True])
@pytest.mark.parametrize("above_floor", [False, True])
def test_the_chart_is_valid_and_holds_no_rows_of_its_own(logarithmic, above_floor):
    spec = loss_chart(logarithmic=logarithmic, above_floor=above_floor).to_dict()
    assert "datasets" not in spec
    names = {layer["data"]["name"] for layer in spec["layer"]}
    assert names == {"runs", "rates", "frame"}


def test_the_spec_is_the_chart():
    view = {"logarithmic": True, "above_floor": False}
    assert loss_spec(**view) == loss_chart(**view).to_dict()
