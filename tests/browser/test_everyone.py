"""The page for those who see little, hear it read, or use no mouse."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

LIGHT_AND_DARK = pytest.mark.parametrize("colour_scheme", ["light", "dark"])
PREDICT = "part=Can+you+predict+it%3F"
PLACES = (
    "",
    "part=Which+rates+would+work%3F",
    "part=Why%3F&log=true",
    PREDICT,
    f"{PREDICT}&way=Challenges",
    f"{PREDICT}&way=Quiz",
    f"{PREDICT}&way=The+words",
    "part=Take+it+with+you",
    "data=my+own&points=x1y2x2y3x4y4",
)
# What is not this page's own: the rule, and where it is broken.
NOT_OURS = {
    "svg-img-alt": 'g[role="graphics-symbol"]:empty',  # Vega's groups of marks where there are none just now
}
CONTRAST = """texts => {
  const light = (colour) => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255);
    const [r, g, b] = parts.map(p => p <= 0.04045 ? p / 12.92 : ((p + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  return texts.filter(text => text.textContent.trim()).map(text => {
    const page = light(getComputedStyle(text.closest("svg")).backgroundColor);
    const word = light(getComputedStyle(text).fill);
    return [text.textContent, Math.max(page, word) / Math.min(page, word)];
  });
}"""

FOCUSED = """() => {
  let element = document.activeElement;
  while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}"""


def open_all_expanders(lab, *, width):
    if width < 700 and lab.page.get_by_test_id("stExpandSidebarButton").is_visible():
        lab.page.get_by_test_id("stExpandSidebarButton").click()
        expect(lab.control("rates")).to_be_in_viewport()
    for summary in lab.page.locator("details:not([open]) > summary").all()[::-1]:
        summary.press("Enter")
    expect(lab.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


@LIGHT_AND_DARK
@pytest.mark.parametrize("width", [1400, 390])
def test_in_no_part_of_the_page_does_axe_find_anything_serious(open_page, width, colour_scheme):
    found = []
    for place in PLACES:
        lab = open_page(place, width=width, color_scheme=colour_scheme)
        expect(lab.words).to_contain_text("Epoch")
        open_all_expanders(lab, width=width)
        lab.frames(20)
        for rule in Axe().run(lab.page).response["violations"]:
            if rule["impact"] in ("serious", "critical"):
                where = lab.page.locator(NOT_OURS.get(rule["id"], "nothing"))
                others = where.evaluate_all("elements => elements.map(element => element.outerHTML)")
                found += [
                    (place, rule["id"], node["html"]) for node in rule["nodes"] if node["html"] not in others
                ]
        lab.page.close()
    assert found == []


@LIGHT_AND_DARK
@pytest.mark.parametrize("place", PLACES[1:3])
def test_every_word_in_every_picture_stands_out_from_the_page(open_page, place, colour_scheme):
    rates = "&".join(f"rates={rate}" for rate in (0.01, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.85))
    lab = open_page(f"{place}&{rates}", color_scheme=colour_scheme)
    expect(lab.pictures.last).to_contain_text(re.compile("Learning rate|Size of the error"))
    lab.frames(30)
    words = lab.pictures.locator("svg :not(.role-title-subtitle) > text").evaluate_all(CONTRAST)
    assert len(words) > 60
    assert [word for word, contrast in words if contrast < 4.5] == []


def tab_to(lab, target):
    """Press Tab until something has the focus."""
    for _ in range(100):
        if target.evaluate("element => element.getRootNode().activeElement === element"):
            return
        lab.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {target}")


def test_a_lesson_needs_no_mouse(lab):
    page, press = lab.page, lab.page.keyboard.press
    tab_to(lab, lab.control("typed").locator("input"))
    page.keyboard.type("0.25")
    press("Enter")
    expect(lab.player.locator(".numbers b")).to_have_text(["0.01", "0.1", "0.5", "0.25"])
    press("Escape")

    tab_to(lab, lab.play)
    press("Enter")
    lab.wait_for(lambda: 0 < lab.epoch < 100)
    press("Space")
    paused = lab.epoch
    press("ArrowRight")
    lab.wait_for(lambda: lab.epoch == paused + 1)
    lab.wait_until_pictures_follow()

    tab_to(lab, page.get_by_role("tab", name="What happened?"))
    for _ in range(3):
        press("ArrowRight")
    press("Enter")
    rows = page.locator("[class*=st-key-does-]")
    expect(rows).to_have_count(3)
    for row in rows.all():
        tap = row.get_by_role("radio")
        tab_to(lab, tap.first)
        press("ArrowRight")
        press("Space")
        expect(tap.nth(1)).to_have_attribute("aria-checked", "true")
    rates = page.locator("[class*=st-key-order-]").get_by_role("button")
    tab_to(lab, rates.first)
    for index in range(3):
        expect(rates.nth(index)).to_be_focused()
        press("Space")
        expect(rates.nth(index)).to_have_attribute("aria-pressed", "true")
        press("ArrowRight")
    tab_to(lab, page.get_by_role("button", name="Commit"))
    press("Enter")
    expect(page.get_by_text(re.compile(r"\d of 6 points"))).to_be_visible()

    for _ in range(100):
        if page.get_by_role("tab", name="Can you predict it?").evaluate(
            "tab => tab === document.activeElement"
        ):
            break
        press("Shift+Tab")
    press("ArrowRight")
    press("Enter")
    tab_to(lab, page.get_by_role("button", name="Every epoch as CSV"))
    with page.expect_download() as download:
        press("Enter")
    assert download.value.suggested_filename == "runs.csv"


@LIGHT_AND_DARK
def test_wherever_the_keyboard_goes_it_can_be_seen(open_page, colour_scheme):
    lab = open_page("part=Take+it+with+you", height=2600, color_scheme=colour_scheme)
    lab.wait_until_drawn()
    unseen, been = [], []
    while True:
        lab.page.keyboard.press("Tab")
        focused = lab.page.evaluate_handle(FOCUSED).as_element()
        name = focused.evaluate("element => element.ariaLabel || element.innerText || element.tagName")
        if been.count(name) > 2 or name.startswith("Skip to main content\n"):
            break
        been.append(name)
        lab.page.wait_for_timeout(200)  # while colours change
        box = focused.bounding_box()
        around = {"x": max(box["x"] - 8, 0), "y": max(box["y"] - 8, 0)}
        around |= {"width": box["width"] + 16, "height": box["height"] + 16}
        seen = lab.page.screenshot(clip=around)
        focused.evaluate("element => element.blur()")
        lab.page.wait_for_timeout(200)
        if lab.page.screenshot(clip=around) == seen:
            unseen.append(name)
        focused.evaluate("element => element.focus()")
    assert len(been) > 40
    assert unseen == []


@pytest.mark.parametrize("link", ["log=true", "hide=runs&predicted=-csz-e3eecbdf"])
def test_with_less_motion_nothing_moves_until_play_is_pressed(open_page, link):
    lab = open_page(link, reduced_motion="reduce")
    lab.wait_until_drawn()
    assert lab.epoch == 100
    lab.page.screenshot()  # the first one may smooth the edges of what is not on a whole pixel anew
    lab.frames(60)
    before = lab.page.screenshot()
    lab.frames(60)
    assert lab.page.screenshot() == before
    for root in (lab.page.locator("html"), lab.player):
        running = root.evaluate("element => element.getRootNode().getAnimations().length")
        assert running == 0
    lab.slider.press("ArrowLeft")
    assert lab.epoch == 99
    lab.frames(30)
    assert lab.epoch == 99
    lab.play.click()
    lab.wait_for(lambda: lab.epoch == 100)
    expect(lab.play).to_have_text("Play")
    lab.play.click()
    lab.wait_for(lambda: 0 < lab.epoch < 40)


COLOURS = ["#0072b2", "#c15700", "#00835d", "#b0508c", "#5c4700", "#1d3a66", "#6a3fb5", "#555555"]
RATES = "&".join(f"rates={rate}" for rate in (0.01, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.75))
PIXELS = """async ([bytes, colours]) => {
  const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: "image/png" }));
  const place = new OffscreenCanvas(image.width, image.height).getContext("2d");
  place.drawImage(image, 0, 0);
  const { data } = place.getImageData(0, 0, image.width, image.height);
  const counts = Object.fromEntries(colours.map(colour => [colour, 0]));
  for (let i = 0; i < data.length; i += 4) {
    const colour = "#" + [0, 1, 2].map(part => data[i + part].toString(16).padStart(2, "0")).join("");
    if (colour in counts) counts[colour] += 1;
  }
  return counts;
}"""


def toolbar(lab, picture):
    """Return what stands above a picture, and its button that saves it."""
    bar = lab.picture(picture).get_by_test_id("stElementToolbar")
    return bar, bar.get_by_role("button", name="Download as PNG")


def pixels_of(lab, download, tmp_path):
    """Return how many pixels of a saved picture have each of the runs' colours."""
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    return lab.page.evaluate(PIXELS, [list(file.read_bytes()), COLOURS])


def test_a_picture_is_saved_from_the_keyboard_without_a_network_as_it_is_drawn_just_now(
    open_page, tmp_path, console_errors
):
    lab = open_page()
    lab.wait_until_drawn()
    lab.page.context.set_offline(True)
    for picture in ("loss", "map", "fit"):
        bar, save = toolbar(lab, picture)
        saved = []
        for epoch in (1, 40):
            lab.set_epoch(epoch)
            lab.frames(5)
            bar.get_by_role("button").first.focus()
            while not save.evaluate("button => button === document.activeElement"):
                lab.page.keyboard.press("Tab")
            expect(bar).to_have_css("opacity", "1")
            with lab.page.expect_download() as download:
                lab.page.keyboard.press("Enter")
            saved.append(pixels_of(lab, download, tmp_path))
        assert all(drawn[colour] > 20 for drawn in saved for colour in COLOURS[:3])
        assert not any(drawn[colour] for drawn in saved for colour in COLOURS[3:7])
        assert saved[0] != saved[1]
    console_errors[:] = [error for error in console_errors if "ERR_INTERNET_DISCONNECTED" not in error]


def test_on_a_phone_one_tap_saves_a_picture_and_the_start_in_the_map_stays(open_page, tmp_path):
    lab = open_page(width=390, height=844, has_touch=True, is_mobile=True)
    lab.wait_until_drawn()
    for picture in ("loss", "map", "fit"):
        bar, save = toolbar(lab, picture)
        save.scroll_into_view_if_needed()
        expect(bar).to_have_css("opacity", "1")
        with lab.page.expect_download() as download:
            save.tap()
        assert pixels_of(lab, download, tmp_path)[COLOURS[0]] > 20
    assert "own" not in lab.page.url


def test_the_longest_runs_are_saved_with_all_their_colours(open_page, tmp_path):
    lab = open_page(f"epochs=10000&n=10000&log=true&same=true&{RATES}")
    lab.wait_until_drawn()
    bar, save = toolbar(lab, "loss")
    bar.get_by_role("button").first.focus()
    with lab.page.expect_download() as download:
        save.click()
    drawn = pixels_of(lab, download, tmp_path)
    assert all(drawn[colour] for colour in COLOURS)
