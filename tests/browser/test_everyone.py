"""The page for those who see little, hear it read, or use no mouse."""

import re
from xml.etree import ElementTree

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
    tab_to(lab, lab.control("rates").locator("input"))
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
    rates = page.locator("[class*=st-key-order-]").get_by_role("button")
    tab_to(lab, rates.first)
    for index in range(3):
        expect(rates.nth(index)).to_be_focused()
        press("Space")
        expect(rates.nth(index)).to_have_attribute("aria-pressed", "true")
        press("ArrowRight")
    for box in page.locator("[class*=st-key-does-] input").all():
        tab_to(lab, box)
        page.keyboard.type("diverges")
        press("Enter")
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


def test_with_less_motion_nothing_moves_until_play_is_pressed(open_page):
    lab = open_page("log=true&epochs=40", reduced_motion="reduce")
    lab.wait_until_drawn()
    lab.frames(60)
    before = lab.page.screenshot()
    lab.frames(60)
    assert lab.page.screenshot() == before
    for root in (lab.page.locator("html"), lab.player):
        running = root.evaluate("element => element.getRootNode().getAnimations().length")
        assert running == 0
    lab.slider.press("ArrowLeft")
    assert lab.epoch == 39
    lab.frames(30)
    assert lab.epoch == 39
    lab.play.click()
    lab.wait_for(lambda: lab.epoch == 40)
    expect(lab.play).to_have_text("Play")
    lab.play.click()
    lab.wait_for(lambda: 0 < lab.epoch < 40)


SVG = "{http://www.w3.org/2000/svg}"
COLOURS = ["#0072b2", "#c15700", "#00835d", "#b0508c", "#5c4700", "#1d3a66", "#6a3fb5", "#555555"]
RATES = "&".join(f"rates={rate}" for rate in (0.01, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.75))


def saved(lab, label, tmp_path):
    """Press a button; return the name of the file that it saves, and the drawing in it."""
    with lab.page.expect_download() as download:
        lab.page.get_by_role("button", name=label).click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    return file.name, ElementTree.parse(file).getroot()


def test_a_picture_is_saved_without_a_network_as_it_is_drawn_at_the_players_epoch(
    open_page, tmp_path, console_errors
):
    lab = open_page("part=Take+it+with+you")
    lab.wait_until_drawn()
    expect(lab.page.get_by_role("button", name="The loss as SVG")).to_be_visible()
    lab.page.context.set_offline(True)
    for epoch in (13, 40):
        lab.set_epoch(epoch)
        lab.frames(5)
        for picture in ("loss", "map", "fit"):
            name, drawing = saved(lab, f"The {picture} as SVG", tmp_path)
            assert name == f"{picture}-epoch-{epoch}.svg"
            assert drawing.find(f"{SVG}title").text
            assert drawing.find(f"{SVG}rect").get("fill") == "rgb(255, 255, 255)"
            lines = list(drawing.iter(f"{SVG}line" if picture == "fit" else f"{SVG}path"))
            of_runs = [each for each in lines if each.get("stroke") in COLOURS and not each.get("fill")]
            assert {each.get("stroke") for each in of_runs} == set(COLOURS[:3])
            if picture == "loss":
                assert [each.get("d").count("L") for each in of_runs] == [100] * 3
                marks = [each for each in lines if each.get("fill") in COLOURS and not each.get("stroke")]
                across = [float(each.get("transform")[10:].partition(",")[0]) for each in marks]
                assert across == pytest.approx([epoch / 100 * width_of_frame(drawing)] * 3)
    console_errors[:] = [error for error in console_errors if "ERR_INTERNET_DISCONNECTED" not in error]


def width_of_frame(drawing):
    """Return how wide the frame of the loss is: the curves go from its left to its right."""
    curves = [each.get("d") for each in drawing.iter(f"{SVG}path") if each.get("d").count("L") == 100]
    return float(curves[0].rpartition("L")[2].partition(",")[0])


def test_the_longest_runs_are_saved_with_a_line_each(open_page, tmp_path):
    lab = open_page(f"part=Why%3F&epochs=10000&n=10000&{RATES}")
    expect(lab.pictures).to_have_count(4)
    expect(lab.pictures.last.locator("svg.marks")).to_be_visible()
    _, drawing = saved(lab, "This picture as SVG", tmp_path)
    assert {COLOURS[6], COLOURS[4]} <= {each.get("stroke") for each in drawing.iter(f"{SVG}path")}
    lab.page.get_by_role("tab", name="Take it with you").click()
    name, drawing = saved(lab, "The loss as SVG", tmp_path)
    assert name == "loss-epoch-10000.svg"
    assert set(COLOURS) <= {each.get("stroke") for each in drawing.iter(f"{SVG}path")}
    lab.page.get_by_role("tab", name="Which rates would work?").click()
    for label, name in (("The ruler as SVG", "ruler.svg"), ("The sweep as SVG", "sweep.svg")):
        assert saved(lab, label, tmp_path)[0] == name
