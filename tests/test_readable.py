from gd_core.charts.readable import CONFIG, with_readable_words


def test_a_charts_own_configuration_stays_beside_the_readable_words():
    spec = {"mark": "point", "config": {"legend": {"disable": True}, "point": {"size": 3}}}
    read = with_readable_words(spec)
    assert read["mark"] == "point"
    assert read["config"]["legend"] == {"disable": True} | CONFIG["legend"]
    assert read["config"]["point"] == {"size": 3}
    assert spec["config"] == {"legend": {"disable": True}, "point": {"size": 3}}
