"""The settings, told in words."""

import pytest

from gd_core.experiment import Settings
from gd_core.languages import in_language
from gd_core.telling.setting import the_setting


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            Settings(),
            "The n = 100 points lie around the line y = 2·x + 1, x from 0 to 1, with normal noise of "
            "standard deviation 0.1 (seed 42). Every run takes 100 epochs.",
        ),
        (
            Settings(noise=0.0, intercept=-1.5, n_epochs=1, n_samples=2000, scaling="centred"),
            "The n = 2,000 points lie on the line y = 2·x − 1.5, x from 0 to 1, without noise. Then x is "
            "centred: its mean is subtracted; w and b are for this new x. Every run takes 1 epoch.",
        ),
        (
            Settings(noise=0.0, x_range=(-3.0, -3.0), scaling="standardised"),
            "The n = 100 points lie on the line y = 2·x + 1, all at x = −3, without noise. Then x is "
            "centred, so that every x is 0. Every run takes 100 epochs.",
        ),
    ],
)
def test_the_setting_is_told_in_words(settings, said):
    assert the_setting(settings) == said


def test_the_setting_is_told_in_spanish():
    points = Settings(points=((0.0, 1.0, 2.0), (3.0, 4.0, 6.0)), points_from="my own", n_epochs=1)
    scaled = Settings(noise=0.0, x_range=(-3.0, -3.0), scaling="centred")
    told = [the_setting(settings, say=in_language("es")) for settings in (Settings(), points, scaled)]
    assert told[0] == (
        "Los n = 100 puntos están alrededor de la recta y = 2·x + 1, con x de 0 a 1, con ruido normal de "
        "desviación estándar 0.1 (semilla 42). Cada recorrido dura 100 épocas."
    )
    assert told[1] == "Los puntos (los míos): 3. Cada recorrido dura 1 época."
    assert told[2] == (
        "Los n = 100 puntos están sobre la recta y = 2·x + 1, todos en x = −3, sin ruido. Después x se "
        "centra, así que toda x es 0. Cada recorrido dura 100 épocas."
    )
