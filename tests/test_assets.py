"""Browsers get every file of the page."""

from gd_core.assets import FOLDER, PLAYER, text_of


def test_the_player_is_made_of_every_script_in_its_folder():
    scripts = {f"player/{path.name}" for path in (FOLDER / "player").glob("*.js")}
    assert {*PLAYER} == scripts
    assert len(PLAYER) == len(scripts)


def test_files_come_whole_one_after_the_other():
    assert text_of("look.js", "told.js") == text_of("look.js") + text_of("told.js")
    assert text_of("told.js").encode() == (FOLDER / "told.js").read_bytes()
