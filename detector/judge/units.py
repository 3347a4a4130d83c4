"""Units of measure and money: what a word after or before a number makes of it."""

from __future__ import annotations

from typing import Literal

from detector.words import word_set

QuantityKind = Literal[
    "count", "percent", "percentage point", "money", "duration", "length", "area", "volume", "mass", "speed",
    "temperature", "age", "ordinal", "ratio", "score",
]  # fmt: skip

# kind -> {unit: (how many base units one is, its spellings)}; bases: minute, metre, square metre, litre, kilogram.
_MEASURES: dict[QuantityKind, dict[str, tuple[float, str]]] = {
    "duration": {
        "second": (1 / 60, "second seconds sec secs"),
        "minute": (1, "minute minutes min mins"),
        "hour": (60, "hour hours hrs"),
        "day": (1440, "day days night nights"),
        "week": (10080, "week weeks fortnight"),
        "month": (43830, "month months"),
        "year": (525960, "year years"),
        "decade": (5259600, "decade decades"),
        "century": (52596000, "century centuries"),
    },
    "length": {
        "millimetre": (0.001, "mm millimetre millimetres millimeter millimeters"),
        "centimetre": (0.01, "cm centimetre centimetres centimeter centimeters"),
        "metre": (1, "m metre metres meter meters"),
        "kilometre": (1000, "km kms kilometre kilometres kilometer kilometers"),
        "inch": (0.0254, "inch inches"),
        "foot": (0.3048, "foot feet ft"),
        "yard": (0.9144, "yard yards"),
        "mile": (1609.344, "mile miles"),
        "nautical mile": (1852, "nautical-mile nautical-miles"),
    },
    "area": {
        "square metre": (1, "square-metre square-metres square-meters sqm"),
        "square kilometre": (1e6, "square-kilometre square-kilometres square-kilometers square-km"),
        "square mile": (2.59e6, "square-mile square-miles"),
        "hectare": (1e4, "hectare hectares ha"),
        "acre": (4046.86, "acre acres"),
    },
    "volume": {
        "litre": (1, "litre litres liter liters"),
        "cubic metre": (1000, "cubic-metre cubic-metres cubic-meters"),
        "barrel": (158.987, "barrel barrels"),
        "gallon": (3.785, "gallon gallons"),
    },
    "mass": {
        "milligram": (1e-6, "mg milligram milligrams"),
        "gram": (0.001, "gram grams gramme grammes"),
        "kilogram": (1, "kg kilo kilos kilogram kilograms kilogrammes"),
        "tonne": (1000, "tonne tonnes ton tons"),
        "ounce": (0.02835, "ounce ounces oz"),
        "stone": (6.35, "stones"),
    },
    "speed": {
        "kilometre an hour": (1, "km/h kph kmh"),
        "mile an hour": (1.609, "mph"),
        "knot": (1.852, "knots"),
    },
    "temperature": {"degree": (1, "degree degrees c celsius")},
}
UNITS: dict[str, tuple[QuantityKind, str]] = {
    spelling: (kind, unit)
    for kind, units in _MEASURES.items()
    for unit, (_, spellings) in units.items()
    for spelling in spellings.split()
}
BASE: dict[str, float] = {unit: factor for units in _MEASURES.values() for unit, (factor, _) in units.items()}
# Spellings that are units only when glued to the digits or where nothing else is counted.
SHORT_UNITS = frozenset({"m", "c", "ha", "min", "sec", "ft"})
SQUARE = frozenset({"square", "cubic", "nautical"})
PERIODS = frozenset({"second", "minute", "hour", "day", "night", "week", "month", "year", "decade"})

SYMBOLS = {"£": "GBP", "$": "USD", "€": "EUR", "¥": "JPY", "₽": "RUB", "₴": "UAH", "₹": "INR", "₩": "KRW"}
CODES = frozenset(
    {"USD", "EUR", "GBP", "JPY", "CHF", "RUB", "UAH", "CNY", "INR", "PLN", "SEK", "NOK", "DKK", "CAD", "AUD"}
)
CURRENCIES = {
    "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "pound": "GBP", "pounds": "GBP",
    "pence": "GBP", "cents": "USD", "yen": "JPY", "rouble": "RUB", "roubles": "RUB", "ruble": "RUB",
    "rubles": "RUB", "hryvnia": "UAH", "hryvnias": "UAH", "yuan": "CNY", "rupee": "INR", "rupees": "INR",
    "zlotys": "PLN", "franc": "franc", "francs": "franc", "crown": "crown", "crowns": "crown", "kroner": "krone",
    "krona": "krona", "kronor": "krona", "mark": "mark", "marks": "mark", "pesos": "peso", "lira": "lira",
    "liras": "lira", "dinar": "dinar", "dinars": "dinar", "dirhams": "dirham", "shekel": "shekel",
    "shekels": "shekel", "thaler": "thaler", "thalers": "thaler", "riyal": "riyal", "riyals": "riyal",
    "rand": "rand", "naira": "naira", "shillings": "shilling", "guilders": "guilder", "ducats": "ducat",
    "lei": "leu", "leva": "lev", "real": "real", "won": "won", "forints": "forint", "talers": "thaler",
}  # fmt: skip
SMALL_COINS = frozenset({"pence", "cents"})
# Before a number these make it a name: road, flight and model numbers, chapters, rooms.
NAMING = word_set(
    "flight route highway motorway road line platform gate room building unit block article section chapter "
    "clause paragraph page pier terminal pit tunnel channel radio version phase level class grade type model "
    "boeing airbus no number bus tram train ward district zone sector area hall runway berth apartment flat "
    "formula resolution protocol hotline telephone phone tel call shaft reactor seam league agenda psalm lot "
    "exhibit camp"
)
