"""The player: by mouse, by keys and by ear."""

import math
import re
import time

import numpy as np
import pytest
from playwright.sync_api import expect

from gd_core.experiment import Settings, experiment_of


def test_play_moves_all_three_pictures_and_pause_stops_them(lab):
    lab.play.click()
    lab.wait_for(lambda: all(5 <= epoch < 100 for epoch in lab.epochs_of_pictures()))
    lab.play.click()
    paused = lab.epoch
    lab.frames(30)
    assert lab.epoch == paused < 100
    assert lab.epochs_of_pictures() == [paused] * 3


def test_play_begins_anew_at_the_end_and_stops_there_unless_it_loops(lab):
    lab.player.get_by_role("combobox", name="Speed").select_option("fast")
    lab.play.click()
    lab.wait_for(lambda: lab.epoch < 100)
    expect(lab.play).to_have_text("Play")
    assert lab.epochs_of_pictures() == [lab.epoch] * 3 == [100] * 3
    lab.player.get_by_label("Loop").check()
    lab.play.click()
    for _ in range(2):
        lab.wait_for(lambda: lab.epoch > 80)
        lab.wait_for(lambda: lab.epoch < 20)
    expect(lab.play).to_have_text("Pause")


def test_play_shows_the_first_steps_slowly_and_takes_no_more_than_twelve_seconds(open_page):
    for epochs in (8, 100, 1000):
        lab = open_page(f"epochs={epochs}")
        lab.wait_until_drawn()
        lab.page.clock.install()
        lab.page.clock.pause_at(time.time() + 3600)
        lab.play.click()
        for second in (1, 2, 3):
            lab.page.clock.run_for(1000)
            assert lab.epoch <= 3 * second
        lab.page.clock.run_for(9500)
        expect(lab.words).to_contain_text(f"Epoch {epochs:,} of")


def test_slow_is_slower_than_normal_and_fast_is_faster(lab):
    lab.page.clock.install()
    lab.page.clock.pause_at(time.time() + 3600)
    reached = []
    for speed in ("slow", "normal", "fast"):
        lab.set_epoch(0)
        lab.player.get_by_role("combobox", name="Speed").select_option(speed)
        lab.play.click()
        lab.page.clock.run_for(2000)
        reached.append(lab.epoch)
        lab.play.click()
    slow, normal, fast = reached
    assert 0 < slow < normal < fast


def test_what_lies_ahead_is_faint_and_the_curve_grows_with_the_epoch(lab):
    lab.set_epoch(30)
    lines = lab.loss.locator("svg g.mark-line path").evaluate_all(
        "paths => paths.map(path => "
        "[+path.getAttribute('stroke-opacity') || 1, path.__data__.mark.items.length])"
    )
    grown = [length for opacity, length in lines if opacity == 1]
    ahead = [length for opacity, length in lines if opacity < 0.5]
    assert (grown, ahead) == ([31] * 3, [71] * 3)


def test_a_button_each_goes_to_the_start_back_forward_and_to_the_end(lab):
    for name, epoch in [
        ("To the start", 0),
        ("Back one epoch", 0),
        ("Forward one epoch", 1),
        ("Forward one epoch", 2),
        ("Back one epoch", 1),
        ("To the end", 100),
        ("Forward one epoch", 100),
    ]:
        lab.player.get_by_role("button", name=name).click()
        assert (lab.epoch, lab.epochs_of_pictures()) == (epoch, [epoch] * 3)


@pytest.mark.parametrize("focus", ["slider", "button"])
def test_keys_do_what_the_buttons_do(lab, focus):
    lab.player.get_by_role(focus).first.focus()
    for key, epoch in [
        ("Home", 0),
        ("ArrowRight", 1),
        ("ArrowUp", 2),
        ("ArrowLeft", 1),
        ("ArrowDown", 0),
        ("ArrowDown", 0),
        ("End", 100),
    ]:
        lab.page.keyboard.press(key)
        assert (lab.epoch, lab.epochs_of_pictures()) == (epoch, [epoch] * 3)


def test_space_plays_and_pauses(lab):
    lab.slider.press(" ")
    expect(lab.play).to_have_text("Pause")
    lab.slider.press(" ")
    expect(lab.play).to_have_text("Play")
    lab.play.press(" ")
    expect(lab.play).to_have_text("Pause")


def test_the_sliders_mouse_scrubs_all_three_pictures(lab):
    lab.drag(0.9, until=0.3)
    assert 20 < lab.epoch < 40
    assert lab.epochs_of_pictures() == [lab.epoch] * 3


def test_a_screen_reader_hears_what_every_control_is_and_which_epoch_is_shown(lab):
    expect(lab.player).to_match_aria_snapshot("""
        - 'region "Player: moves the pictures from epoch to epoch"':
          - button "To the start"
          - button "Back one epoch"
          - button "Play"
          - button "Forward one epoch"
          - button "To the end"
          - slider "Epoch"
          - status: Epoch 100 of 100
          - text: Speed
          - combobox "Speed":
            - option "slow"
            - option "normal" [selected]
            - option "fast"
          - checkbox "Loop"
          - group "Learning rates, on a logarithmic ruler":
            - text: crawl smooth zigzag limit 0.789 diverge
            - slider "Learning rate 0.01": "0.01"
            - slider "Learning rate 0.1": "0.1"
            - slider "Learning rate 0.5": "0.5"
    """)
    lab.set_epoch(7)
    expect(lab.slider).to_have_attribute("aria-valuetext", "Epoch 7 of 100")


def test_playing_and_scrubbing_send_nothing_to_the_server_and_nothing_back(lab):
    assert lab.messages  # else nobody listens
    lab.messages.clear()
    lab.play.click()
    lab.wait_for(lambda: 10 < lab.epoch < 100)
    lab.play.click()
    lab.drag(0.9, until=0.2)
    lab.slider.press("ArrowRight")
    lab.frames(30)
    assert lab.messages == []


def test_it_goes_on_playing_while_the_sidebar_changes_the_runs(lab):
    lab.player.get_by_role("combobox", name="Speed").select_option("slow")
    lab.play.click()
    before = lab.numbers()
    lab.wait_for(lambda: 0 < lab.epoch < 100)
    lab.control("noise").get_by_role("slider").press("ArrowRight")
    epoch = lab.epoch
    expect(lab.page).to_have_url(re.compile("noise=0.11"))
    lab.wait_for(lambda: lab.epoch > epoch + 2)
    expect(lab.play).to_have_text("Pause")
    lab.play.click()
    lab.wait_until_pictures_follow()
    lab.set_epoch(0)
    assert lab.numbers() != before


def test_a_change_in_the_sidebar_keeps_the_epoch(lab):
    lab.set_epoch(30)
    before = lab.numbers()
    lab.control("noise").get_by_role("slider").press("ArrowRight")
    lab.wait_for(lambda: lab.numbers() != before)
    assert lab.epoch == 30
    lab.wait_until_pictures_follow()


def test_at_the_end_it_stays_at_the_end_when_the_run_gets_longer(open_page):
    lab = open_page("epochs=40")
    lab.wait_until_drawn()
    lab.control("epochs").get_by_role("button", name="Increment").click()
    expect(lab.words).to_have_text("Epoch 50 of 50")
    lab.wait_until_pictures_follow()


def test_beyond_the_end_of_a_shorter_run_it_goes_to_the_last_epoch(lab):
    lab.set_epoch(95)
    lab.control("epochs").get_by_role("button", name="Decrement").click()
    expect(lab.words).to_have_text("Epoch 90 of 90")
    lab.wait_until_pictures_follow()


def test_a_picture_drawn_anew_shows_the_players_epoch(lab):
    lab.set_epoch(12)
    lab.loss.locator("svg.marks").evaluate("marks => marks.id = 'old'")
    lab.page.get_by_text("Logarithmic loss axis").click()
    expect(lab.page.locator("#old")).to_have_count(0)
    lab.wait_until_pictures_follow()
    assert lab.epoch == 12


def test_the_live_numbers_are_gd_cores_to_four_digits_also_where_a_run_diverges(open_page):
    settings = Settings(learning_rates=(0.01, 0.85, 1e9), n_epochs=90)
    runs = experiment_of(settings).runs
    lab = open_page("epochs=90&rates=0.01&rates=0.85&rates=1e9")
    lab.wait_until_drawn()
    for epoch in (90, 0, 13, 25):
        lab.set_epoch(epoch)
        computed = np.column_stack([runs.losses[:, epoch], runs.parameters[:, epoch]])
        assert lab.numbers() == [[to_four_digits(value) for value in run] for run in computed]


def to_four_digits(value):
    """Return the number as it is read to four digits; below a million a whole number keeps all of its own."""
    if 1e4 <= abs(value) < 1e6:
        return float(round(value))
    return float(f"{value:.4g}") if math.isfinite(value) else math.inf
