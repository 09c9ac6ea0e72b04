"""Points of any size: rates, starts and axes for them, from the page's own hands."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import numpy as np
import pytest
from playwright.sync_api import expect

from gd_core.experiment import Settings, dataset_of
from gd_core.numbers import place, unrounded
from gd_core.own_points.link import to_link
from gd_core.own_points.reading import OwnPoints
from gd_core.theory import theory_of
from tests.browser.lab import box_of, number

HOUSES = (
    (800.0, 1200.0, 1500.0, 1850.0, 2200.0, 2600.0, 3100.0, 4000.0),
    (118e3, 196e3, 243e3, 290.5e3, 371e3, 452e3, 560e3, 884e3),
)
TOWNS = (412e3, 610e3, 865e3, 1120e3, 1490e3, 1890e3), (1.9e9, 2.7e9, 4.4e9, 5.2e9, 7.4e9, 9.1e9)
RICH = (1.0, 2.0, 3.0), (1e15, 3.1e15, 4.8e15)
TINY = (1e-6, 2e-6, 3e-6), (2.0, 2.5, 3.1)
YEARS = (1960.0, 1990.0, 2020.0), (14.0, 14.5, 15.3)
POINTS = {"houses": HOUSES, "towns": TOWNS, "rich": RICH, "tiny": TINY, "years": YEARS}


def limit_of(points):
    return theory_of(dataset_of(Settings(points=points))).limit


def link_to(points, rates, **others):
    text = to_link(OwnPoints(*points))
    return urlencode({"data": "my own", "points": text, "rates": rates} | others, doseq=True)


def link_of(lab):
    return parse_qs(urlsplit(lab.page.url).query)


def labels_of_axes(lab):
    return lab.page.locator("svg.marks g.role-axis-label text").all_text_contents()


@pytest.mark.parametrize(
    ("name", "width", "projector"),
    [
        ("houses", 1920, "true"),
        ("years", 1366, "false"),
        ("towns", 390, "false"),
        ("rich", 1366, "false"),
        ("tiny", 1366, "false"),
    ],
)
def test_every_number_on_an_axis_is_whole_and_written_as_elsewhere(open_page, name, width, projector):
    points = POINTS[name]
    rates = [float(f"{share * limit_of(points):.1e}") for share in (0.1, 0.6)]
    lab = open_page(link_to(points, rates, projector=projector, log="true"), width=width, height=844)
    lab.wait_until_drawn()
    labels = [label for label in labels_of_axes(lab) if label]
    assert len(labels) > 12
    of_x = {label for label in lab.fit.locator("g.role-axis-label text").all_text_contents() if label}
    for label in labels:
        without_last_zeros = label.rstrip("0").rstrip(".") if "." in label else label
        written = unrounded(number(label))
        assert without_last_zeros in ({written, place(written)} if label in of_x else {written})
    if name == "years":
        assert {"1960", "1990", "2020"} <= of_x


def test_rates_as_small_as_the_points_ask_for_are_typed_dragged_clicked_and_kept(open_page):
    limit = limit_of(TOWNS)
    lab = open_page(link_to(TOWNS, ["1e-13"]))
    lab.wait_until_drawn()
    lab.type_rate("6.8e-13")
    expect(lab.page).to_have_url(re.compile("rates=1e-13&rates=6.8e-13"))
    expect(lab.control("rates")).to_contain_text("6.8×10⁻¹³")
    lab.take_handle("6.8×10⁻¹³")
    box = box_of(lab.handle("1×10⁻¹³"))
    lab.page.mouse.move(box["x"] - 60, box["y"] + 10, steps=4)
    lab.frames(3)
    name = lab.player.locator(".numbers b").nth(1).inner_text()
    lab.page.mouse.up()
    expect(lab.page).to_have_url(re.compile(r"rates=\de-14|rates=\d\.\d+e-14"))
    _, dragged = map(float, link_of(lab)["rates"])
    assert name == unrounded(dragged)
    expect(lab.handle(name)).to_have_attribute("aria-valuetext", f"{name}, smooth")
    band = box_of(lab.player.locator(".band"))
    lab.page.mouse.click(band["x"] + 0.97 * band["width"], band["y"] + 8)
    lab.wait_for(lambda: len(link_of(lab)["rates"]) == 3)
    added = float(link_of(lab)["rates"][2])
    assert limit < added < 1e-9
    expect(lab.control("rates")).to_contain_text(unrounded(added))


def test_a_tiny_rate_of_the_sweep_is_told_where_it_is_pointed_at_and_added_where_it_is_clicked(open_page):
    lab = open_page(link_to(TOWNS, ["1e-13"], part="Which rates would work?"))
    expect(lab.pictures).to_have_count(4)
    lab.picture("sweep").locator("svg.marks").scroll_into_view_if_needed()
    plot = lab.plot("sweep")
    place = plot["x"] + 0.6 * plot["width"], plot["y"] + 0.5 * plot["height"]
    lab.page.mouse.move(*place)
    tooltip = lab.page.locator("#vg-tooltip-element")
    expect(tooltip).to_contain_text("×10⁻¹³")
    assert "–" not in tooltip.inner_text()
    lab.page.mouse.click(*place)
    lab.wait_for(lambda: len(link_of(lab)["rates"]) == 2)
    added = unrounded(float(link_of(lab)["rates"][1]))
    expect(lab.control("rates")).to_contain_text(added)


def test_which_run_it_is_is_told_in_map_and_fit_where_it_is_pointed_at(open_page):
    lab = open_page(link_to(RICH, [0.01], same="true"))
    lab.wait_until_drawn()
    tooltip = lab.page.locator("#vg-tooltip-element")
    for picture in ("map", "fit"):
        marks = lab.picture(picture).locator("svg.marks :is(path, line)")
        place = marks.evaluate_all(
            "marks => marks.filter(mark => mark.__data__?.datum?.here && mark.__data__.tooltip)"
            ".map(mark => mark.getBoundingClientRect())"
            ".map(({x, y, width, height}) => [x + width / 2, y + height / 2])[0]"
        )
        lab.page.mouse.move(*place)
        expect(tooltip).to_have_text(re.compile(r"learning rate\s*0\.01"))
        lab.page.mouse.move(5, 5)


@pytest.mark.parametrize("name", ["houses", "rich"])
def test_a_start_is_where_the_map_is_pressed_however_far_that_is(open_page, name):
    points = POINTS[name]
    lab = open_page(link_to(points, [0.1 * limit_of(points)]))
    lab.wait_until_drawn()
    plot = lab.plot("map")
    lab.page.mouse.click(plot["x"] + 0.8 * plot["width"], plot["y"] + 0.7 * plot["height"])
    expect(lab.page).to_have_url(re.compile("own=true"))
    lab.wait_until_drawn()
    start = [float(link_of(lab)[key][0]) for key in "wb"]
    assert np.abs(start).max() > (1e12 if name == "rich" else 1e3)
    lab.set_epoch(0)
    np.testing.assert_allclose(lab.drawn_now()["map"][0], start, rtol=1e-9)
    expect(lab.page.get_by_test_id("stAlert")).to_have_count(0)


def test_one_rate_is_written_in_one_way_wherever_it_stands(open_page):
    lab = open_page(link_to(YEARS, ["1.1e-5", "0.0000001"]), width=1366)
    lab.wait_until_drawn()
    lab.wait_for(lambda: lab.table())
    told = "1.1×10⁻⁵"
    expect(lab.control("rates")).to_contain_text(told)
    assert lab.player.locator(".numbers b").first.inner_text() == told
    assert lab.loss.locator("g.role-legend-label text").first.text_content().endswith(told)
    assert lab.table()[0] == told
    expect(lab.handle(told)).to_have_attribute("aria-valuetext", f"{told}, diverge")
    page = lab.page.locator("body").inner_text()
    assert not re.search(r"\de-\d|0\.0000\d", page)


def test_back_leads_out_of_the_page_whatever_was_set_on_it(open_page):
    lab = open_page("noise=0.2")
    lab.wait_until_drawn()
    steps = lab.page.evaluate("history.length")
    for tab in (1, 2):
        lab.page.get_by_test_id("stTab").nth(tab).click()
        expect(lab.page).to_have_url(re.compile("part="))
    lab.type_rate("0.3")
    expect(lab.page).to_have_url(re.compile("rates=0.3"))
    assert lab.page.evaluate("history.length") == steps
    lab.page.go_back()
    expect(lab.page).to_have_url("about:blank")
