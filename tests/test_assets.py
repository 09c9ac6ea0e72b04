"""Browsers get every file of the page."""

from gd_core.assets import FOLDER, player, text_of


def test_the_player_is_made_of_every_file_in_its_folder_each_once():
    made = "".join(player().values())
    written = [path.read_text(encoding="utf-8") for path in (FOLDER / "player").iterdir()]
    assert all(made.count(text) == 1 for text in written)
    assert len(made) == sum(map(len, written))


def test_files_come_whole_one_after_the_other():
    assert text_of("look.js", "told.js") == text_of("look.js") + text_of("told.js")
    assert text_of("told.js").encode() == (FOLDER / "told.js").read_bytes()
