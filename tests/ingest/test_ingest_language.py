"""Only what is clearly another language is turned away."""

from __future__ import annotations

import pytest

from detector.ingest.language import Languages

GERMAN = (
    "Der Hafenrat von Tarnmouth hat am Montag beschlossen, den alten Fischmarkt über den Winter zu schließen. Das Dach"
    " sei nicht mehr sicher, sagte die Vorsitzende, und die Reparaturen würden fünf Monate dauern. Die Händler zeigten"
    " sich verärgert und warfen dem Rat vor, viel zu lange gewartet zu haben."
)
DUTCH = (
    "De havenraad heeft maandag besloten om de oude vismarkt in de winter te sluiten. Volgens de voorzitter is het dak"
    " niet veilig meer en was er geen andere keuze. De handelaren reageerden boos en vinden dat de raad veel te lang"
    " heeft gewacht met het herstel van het gebouw, dat al jaren in slechte staat is."
)
ENGLISH = (
    "The harbour council voted on Monday to close the old fish market for the winter. Its chair said that the roof was"
    " no longer safe and that there had been no other choice. Traders were angry and said the council had waited far"
    " too long with repairs to the building, which has been in a bad state for years."
)


@pytest.mark.parametrize(("text", "language"), [(GERMAN, "de"), (DUTCH, "nl")])
def test_other_languages(text: str, language: str) -> None:
    assert Languages().foreign(text) == language


def test_another_script_is_told_even_in_a_short_text() -> None:
    assert Languages().foreign("Гавань закрыта на зиму, сказал мэр.") not in {"", "en"}


@pytest.mark.parametrize("text", [ENGLISH, GERMAN[:60], "", "12 345 / 67", "Mayday Mayday Mayday", ENGLISH + GERMAN])
def test_english_and_short_texts_pass(text: str) -> None:
    assert Languages().foreign(text) == ""


def test_a_long_english_article_with_a_foreign_quotation_passes() -> None:
    assert Languages().foreign(ENGLISH * 3 + "Гавань закрыта на зиму. " * 10) == ""
