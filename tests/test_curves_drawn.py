"""What the pictures, the player and the ruler show of a curve is what its model computes."""

import base64
import json
import struct
import zlib
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from gd_core.charts.fit_of_curves import curve_data
from gd_core.charts.frame import values_of
from gd_core.charts.map_of_curves import minima_rows
from gd_core.charts.map_window import is_square, reach_of
from gd_core.charts.rate_axis import axis_range
from gd_core.charts.rows_of_curves import epochs_of_all
from gd_core.charts.shading import (
    MOST_POINTS,
    N_BANDS,
    bands_of,
    losses_between,
    palette,
    png,
    with_lines,
)
from gd_core.experiment import LINE, Settings, experiment_of
from gd_core.languages import in_language
from gd_core.models.all_models import CURVES
from gd_core.models.descent import descend_on
from gd_core.numbers import rounded
from gd_core.parts.instrument import instrument
from gd_core.set_by import OF_A_MODEL, OPENINGS, a_model
from gd_core.stationary_points import MINIMUM, minima_among
from tests.blocks import texts_of

OPENED = {model: settings for model, settings in OPENINGS.items() if model != LINE}
EACH_MODEL = pytest.mark.parametrize("model", OPENED)
NO_MINIMUM = Settings(model="neuron", noise=0.0, learning_rates=(0.1,))
JUMPING = Settings(model="hills", learning_rates=(0.05, 0.0515), n_epochs=1000)


def shown_of(settings, **how):
    return instrument(experiment_of(settings), colour_slots=list(range(len(settings.learning_rates))), **how)


def header_of(player):
    return json.loads(player.data.split(b"\n")[0])


def pixels_of(image):
    """Read an image with a palette, as the PNG specification has it (second edition, 2003)."""
    width, height = struct.unpack(">2I", image[16:24])
    place, data = 8, b""
    while place < len(image):
        size, kind = struct.unpack(">I4s", image[place : place + 8])
        chunk = image[place + 8 : place + 8 + size]
        assert struct.unpack(">I", image[place + 8 + size : place + 12 + size]) == (zlib.crc32(kind + chunk),)
        data += chunk if kind == b"IDAT" else b""
        place += 12 + size
    rows = np.frombuffer(zlib.decompress(data), dtype=np.uint8).reshape(height, width + 1)
    assert not rows[:, 0].any()  # no filter
    return rows[:, 1:]


# The map.


@EACH_MODEL
@pytest.mark.parametrize("n_samples", [100, 3 * MOST_POINTS])
def test_at_random_places_the_image_has_the_band_of_the_loss_there(model, n_samples):
    experiment = experiment_of(replace(OPENED[model], n_samples=n_samples))
    frame = values_of(shown_of(experiment.settings).map.rows["frame"])
    pixels = pixels_of(base64.b64decode(frame["image"].partition(",")[2]))[::-1]  # the least b at first
    low, high = ([frame[f"image_{axis}{end}"] for axis in "wb"] for end in ("", "2"))
    places = np.random.default_rng(1).uniform(low, high, size=(500, 2))
    extent = (*low, *high)
    between = losses_between(CURVES[model], experiment.dataset, extent)
    least, most = between.min(), between.max()
    losses = CURVES[model].loss(places, experiment.dataset)
    expected = N_BANDS * np.sqrt(np.clip((losses - least) / (most - least), 0, 1))
    size = np.array(pixels.shape[::-1])
    at_w, at_b = ((places - low) / (np.array(high) - low) * size).astype(int).T
    drawn = pixels[at_b, at_w]
    bands, lines = drawn < N_BANDS, drawn == N_BANDS
    assert lines.mean() < 0.2
    off = np.abs(drawn[bands] + 0.5 - expected[bands])
    assert np.mean(off > 0.6) < 0.03
    assert off.max() < 2.5


def test_of_a_bowl_the_bands_are_equally_wide():
    w = np.linspace(0, 1, 1001)
    _, widths = np.unique(bands_of(np.array([w**2, 1 + 0 * w])[:1]), return_counts=True)
    assert widths.size == N_BANDS
    assert np.ptp(widths) <= 2


def test_where_the_loss_is_the_same_everywhere_the_plane_has_one_band():
    assert np.unique(bands_of(np.ones((3, 4)))).size == 1


def test_a_line_lies_wherever_two_bands_meet_and_nowhere_else():
    bands = np.array([[0, 0, 1], [0, 0, 1], [2, 2, 2]], dtype=np.uint8)
    line = N_BANDS
    assert with_lines(bands).tolist() == [[0, line, 1], [line, line, line], [2, 2, 2]]


def test_an_image_has_the_pixels_and_the_colours_it_was_made_of():
    pixels = np.random.default_rng(0).integers(0, N_BANDS + 1, size=(7, 11))
    image = png(pixels, palette())
    assert (pixels_of(image) == pixels).all()
    opaque = [colour[3] for colour in palette()[:-1]]
    assert opaque == sorted(opaque, reverse=True)  # the lower, the darker


@EACH_MODEL
def test_every_minimum_is_marked_with_its_loss_and_the_lowest_told_apart(model):
    experiment = experiment_of(OPENED[model])
    minima = minima_among(experiment.theory.stationary_points)
    rows = shown_of(OPENED[model]).map.rows["minima"]
    marked = rows[rows["loss"] != ""]
    assert marked[["w", "b"]].to_numpy().tolist() == [[minimum.w, minimum.b] for minimum in minima]
    assert marked["sign"].tolist() == ["✕", *["+"] * (len(minima) - 1)]
    assert [float(loss) for loss in marked["loss"]] == pytest.approx([each.loss for each in minima], rel=5e-3)


def test_minima_that_rounding_alone_tells_apart_are_all_the_lowest_and_their_losses_look_the_same():
    experiment = experiment_of(OPENED["neuron"])
    [lowest] = minima_among(experiment.theory.stationary_points)
    twin = replace(lowest, w=-lowest.w, loss=lowest.loss * (1 + 4e-16))
    both = replace(experiment.theory, stationary_points=(lowest, twin))
    rows = minima_rows(replace(experiment, theory=both), (-5.0, -5.0, 5.0, 5.0))
    assert rows["sign"].tolist() == ["✕", "✕"]
    assert rows["loss"].tolist() == [rounded(lowest.loss, 3)] * 2


def test_on_the_hills_a_minimum_has_its_mirror_image_where_the_curve_and_its_loss_are_the_same():
    rows = shown_of(replace(OPENED["hills"], learning_rates=(0.3,))).map.rows["minima"]
    places = rows[rows["sign"] == "✕"][["w", "b"]].to_numpy()
    assert places[0].tolist() == (places[1] * [1, -1]).tolist()
    dataset = experiment_of(OPENED["hills"]).dataset
    assert len(set(CURVES["hills"].loss(places, dataset).tolist())) == 1
    assert not [model for model in OPENED if CURVES[model].mirrored and model != "hills"]


@EACH_MODEL
@pytest.mark.parametrize("start", [None, (0.6, 0.1), (4.0, 3.0), (0.0, -40.0)])
def test_starts_and_minima_are_in_view_and_the_image_holds_all_that_can_be_seen(model, start):
    settings = OPENED[model]
    if start:
        settings = replace(settings, own_start=True, start_w=start[0], start_b=start[1])
    experiment = experiment_of(settings)
    frame = values_of(shown_of(settings).map.rows["frame"])
    window = tuple(frame[f"{axis}_{end}"] for end in ("low", "high") for axis in "wb")
    minima = [(each.w, each.b) for each in minima_among(experiment.theory.stationary_points)]
    for place in [*minima, *experiment.runs.parameters[:, 0]]:
        assert np.all(np.array(window[:2]) < place)
        assert np.all(np.array(window[2:]) > place)
    extent = [frame[name] for name in ("image_w", "image_b", "image_w2", "image_b2")]
    assert tuple(extent) == reach_of(window)
    width, height = np.subtract(window[2:], window[:2])
    for aspect in (0.5, 1.0, 2.0) if is_square(window) else ():
        seen = np.array([max(width, height * aspect), max(height, width / aspect)])
        assert np.all(np.subtract(extent[2:], extent[:2]) >= seen * (1 - 1e-12))


def test_the_arrow_of_a_run_is_minus_its_rate_times_the_gradient_and_none_with_momentum():
    experiment = experiment_of(OPENED["hills"])
    for row, rate in zip(
        shown_of(OPENED["hills"]).map.rows["now"]["row"], experiment.runs.learning_rates, strict=True
    ):
        slope = CURVES["hills"].gradient(np.array([row["w"], row["b"]]), experiment.dataset)
        step = row["next_w"] - row["w"], row["next_b"] - row["b"]
        assert step == pytest.approx(-rate * slope, rel=1e-9, abs=1e-15)
    carried = shown_of(replace(OPENED["hills"], momentum=0.5)).map.rows["now"]["row"]
    assert all(np.isnan(row["next_w"]) for row in carried)


# Loss and fit.


def test_of_a_long_run_that_jumps_every_stretchs_lowest_and_highest_loss_is_drawn():
    losses = experiment_of(JUMPING).runs.losses
    rows = pd.DataFrame(shown_of(JUMPING).loss.rows["runs"])
    for slot, values in enumerate(losses):
        drawn = rows[rows["slot"] == slot]
        epochs = drawn["epoch"].to_numpy()
        assert drawn["loss"].tolist() == values[epochs].tolist()
        assert epochs.size < 250
        ends = epochs_of_all(1000)
        assert set(ends) <= set(epochs)
        for first, end in pairwise(ends):
            here = values[epochs[(epochs >= first) & (epochs <= end)]]
            assert here.max() >= values[first:end].max()
            assert here.min() <= values[first:end].min()
    said = " ".join(texts_of(shown_of(JUMPING)[4:]))
    assert "All 1,000 epochs are computed. Of each run the first 50 are drawn" in said


def test_the_lowest_minimum_known_takes_the_place_of_the_noise_floor():
    frame = values_of(shown_of(OPENED["hills"]).loss.rows["frame"])
    assert frame["floor"] == pytest.approx(0.0933715580, abs=1e-10)
    assert frame["floor_label"] == "┄ lowest minimum known 0.0934"


def test_where_no_minimum_is_known_none_is_marked_and_the_whole_loss_is_drawn():
    shown = shown_of(NO_MINIMUM, above_floor=True)
    assert shown.map.rows["minima"].empty
    assert "No minimum is known for these points, so none is marked." in shown.words.markdown
    assert "so nothing is subtracted from the loss." in shown.points.markdown
    losses = experiment_of(NO_MINIMUM).runs.losses
    assert shown.loss.rows["runs"]["loss"].tolist() == losses[0].tolist()
    assert header_of(shown.player)["ruler"]["zones"] == []


def test_a_neuron_is_drawn_from_0_to_1_and_hills_with_room_for_all_points():
    for settings in OPENED.values():
        experiment = experiment_of(settings)
        _, frame = curve_data(experiment)
        assert frame["y_low"] < min(experiment.dataset.y.min(), 0)
        assert frame["y_high"] > max(experiment.dataset.y.max(), 1)
        if settings.model != "hills":
            assert (frame["y_low"], frame["y_high"]) == (-0.05, 1.05)


# The player and its ruler.


@EACH_MODEL
def test_the_player_has_every_runs_numbers_and_the_points(model):
    experiment = experiment_of(OPENED[model])
    player = shown_of(OPENED[model], above_floor=True).player
    header, numbers = header_of(player), np.frombuffer(player.data.partition(b"\n")[2])
    epochs, runs = header["epochs"], experiment.runs
    n = experiment.dataset.x.size
    assert header["quantities"] == ["loss", "w", "b", "excess", "next_w", "next_b"]
    given = numbers[: -2 * n].reshape(6, len(runs.learning_rates), len(epochs))
    expected = [runs.losses, *np.moveaxis(runs.parameters, 2, 0), runs.excess_losses]
    assert np.array_equal(given[:4], np.stack(expected)[:, :, epochs])
    rates = runs.learning_rates[:, None, None]
    to = runs.parameters - rates * CURVES[model].gradient(runs.parameters, experiment.dataset)
    assert given[4:] == pytest.approx(np.moveaxis(to[:, epochs], 2, 0), rel=1e-9)
    assert np.array_equal(numbers[-2 * n :].reshape(2, n), [experiment.dataset.x, experiment.dataset.y])


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
@EACH_MODEL
def test_the_ruler_has_the_limit_of_each_minimum_and_runs_beside_it_settle_or_do_not(model, momentum):
    settings = replace(OPENED[model], momentum=momentum)
    experiment, ruler = experiment_of(settings), header_of(shown_of(settings).player)["ruler"]
    minima = minima_among(experiment.theory.stationary_points)
    assert len(ruler["zones"]) == len(ruler["edges"]) + 1 == len(minima) + 1
    assert ruler["edges"] == sorted(ruler["edges"])
    low, high = axis_range(experiment.theory)
    assert (ruler["low"], ruler["high"]) == (low, high)
    assert low < ruler["edges"][0] <= ruler["edges"][-1] < high
    for minimum in minima:
        limit = minimum.limit(momentum)
        assert limit in ruler["edges"]
        beside = np.array([minimum.w, minimum.b]) + 1e-6
        runs = descend_on(
            CURVES[model],
            experiment.dataset,
            starts=beside,
            learning_rates=[0.99 * limit, 1.01 * limit],
            n_epochs=1000,
            momentum=momentum,
        )
        far = np.abs(runs.parameters[:, -1] - [minimum.w, minimum.b]).max(axis=1)
        assert far[0] < 1e-6 < far[1]


def test_the_limits_of_the_two_hills_are_those_that_were_worked_out():
    ruler = header_of(shown_of(Settings(model="hills")).player)["ruler"]
    assert ruler["edges"] == pytest.approx([0.04294278, 0.18599488], rel=1e-6)
    assert [zone["name"] for zone in ruler["zones"]] == ["both hold a run", "wide hill only", "none holds"]
    assert [zone.get("limit") for zone in ruler["zones"]] == [None, "0.0429", "0.186"]


def test_the_limit_of_a_neuron_is_the_one_that_was_worked_out():
    for model, limit in (("neuron", 75.57546826), ("neuron-ce", 21.02040851)):
        ruler = header_of(shown_of(OPENED[model]).player)["ruler"]
        assert ruler["edges"] == pytest.approx([limit], rel=1e-6)
        assert [zone["name"] for zone in ruler["zones"]] == ["can settle", "cannot settle"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_names_of_many_zones_count_the_minima_that_hold(language):
    say = in_language(language)
    many = [Settings(model="hills", seed=seed, noise=1.0, n_samples=15) for seed in range(8)]
    counts = set()
    for settings in many:
        experiment = experiment_of(settings)
        minima = minima_among(experiment.theory.stationary_points)
        zones = header_of(instrument(experiment, colour_slots=[0, 1, 2], say=say).player)["ruler"]["zones"]
        assert len(zones) == (len(minima) + 1 if minima else 0)
        assert all(zone["name"] and zone["meaning"] for zone in zones)
        counts.add(len(minima))
    assert max(counts) >= 3


# A model chosen by hand.


def now(settings, **others):
    values = {"epochs": settings.n_epochs, "noise": settings.noise, "n": 100, "own": settings.own_start}
    assert values.keys() == set(OF_A_MODEL)
    return values | {"rates": [str(rate).removesuffix(".0") for rate in settings.learning_rates]} | others


@pytest.mark.parametrize("before", OPENINGS)
@pytest.mark.parametrize("model", OPENINGS)
def test_what_nobody_changed_follows_the_model_in_silence(model, before):
    values, told = a_model(model, before, now(OPENINGS[before]), fixed=())
    assert now(OPENINGS[before]) | {key: values[key] for key in ("rates", "epochs", "noise")} == now(
        OPENINGS[model]
    )
    assert told == []


def test_what_was_changed_is_kept_when_a_model_is_chosen():
    changed = now(Settings(), epochs=300, noise=0.4, rates=["0.2"])
    assert a_model("neuron", None, changed, fixed=()) == ({}, [])


def test_what_is_too_much_for_a_model_is_what_fits_and_said():
    values, told = a_model("hills", None, now(Settings(), epochs=5000, n=3000), fixed=())
    assert (values["epochs"], values["n"]) == (1000, 1000)
    assert told == [
        "Epochs: 1,000 is the most for two hills, so it is 1,000 now, not 5,000.",
        "Number of points: 1,000 is the most for two hills, so it is 1,000 now, not 3,000.",
    ]


def test_a_start_of_ones_own_is_kept_only_where_w_and_b_mean_the_same():
    own = now(OPENINGS["neuron"], own=True)
    assert a_model("neuron-ce", "neuron", own, fixed=()) == (a_model("neuron-ce", "neuron", own, ())[0], [])
    assert "own" not in a_model("neuron-ce", "neuron", own, fixed=())[0]
    values, told = a_model("hills", "neuron", own, fixed=())
    assert values["own"] is False
    assert told == ["The start of your own was for another curve: the start is w = 0.85, b = 0.1 now."]


def test_what_a_teachers_link_keeps_is_not_set_by_a_model():
    values, told = a_model(
        "neuron", None, now(Settings(), epochs=5000, own=True), fixed=("epochs", "own", "rates")
    )
    assert not {"epochs", "own", "rates"} & values.keys()
    assert told == []


@EACH_MODEL
def test_what_a_model_opens_with_has_a_minimum_and_a_limit(model):
    known = experiment_of(OPENED[model]).theory.stationary_points
    assert [point for point in known if point.kind == MINIMUM]
