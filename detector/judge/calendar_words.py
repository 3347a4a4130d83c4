"""The grammar of dates and times of day in English news: one pattern for atomic mentions, and its words."""

from __future__ import annotations

import re

_MONTH_NAMES = "January February March April May June July August September October November December"
MONTHS = {name.lower(): i for i, name in enumerate(_MONTH_NAMES.split(), 1)}
MONTHS |= {name[:3].lower(): i for i, name in enumerate(_MONTH_NAMES.split(), 1)} | {"sept": 9}
_WEEKDAY_NAMES = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
WEEKDAYS = {d.lower(): i for i, d in enumerate(_WEEKDAY_NAMES.split())}
_HOUR_NAMES = "one two three four five six seven eight nine ten eleven twelve"
HOURS = {w: i for i, w in enumerate(_HOUR_NAMES.split(), 1)}
MINUTE_WORDS = {"five": 5, "ten": 10, "quarter": 15, "twenty": 20, "twenty-five": 25}
COUNT_WORDS = HOURS | {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
SEASONS = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9, "fall": 9}
NAMED_DAYS = {"new year's day": (1, 1), "new year's eve": (12, 31), "new year": (1, 1), "christmas day": (12, 25),
              "christmas eve": (12, 24), "christmas": (12, 25)}  # fmt: skip
# Minutes of the day that a part of it may mean; deliberately wide, so that only plain disagreements conflict.
PARTS_OF_DAY = {
    "morning": (0, 720), "afternoon": (720, 1110), "evening": (1020, 1440), "night": (1080, 1800),
    "dawn": (210, 480), "daybreak": (210, 480), "sunrise": (210, 480), "first light": (210, 480),
    "dusk": (960, 1350), "sunset": (960, 1350), "nightfall": (960, 1350),
    "noon": (720, 720), "midday": (720, 720), "lunchtime": (690, 870), "midnight": (1440, 1440),
    "small hours": (0, 330), "early hours": (0, 390),
}  # fmt: skip
# "early on Monday", "late on Tuesday": the part that remains.
EARLY, LATE = (0, 600), (1020, 1440)

_S = r"\s{1,4}"
_MONTH = "(?:" + _MONTH_NAMES.replace(" ", "|") + r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
_SURE = "|".join(m for m in _MONTH_NAMES.split() if m not in {"May", "March"})
_WEEKDAY = "(?:" + _WEEKDAY_NAMES.replace(" ", "|") + ")"
_YEAR = r"(?:1[5-9][0-9]{2}|20[0-9]{2})"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_HOUR = "(?:" + "|".join(HOURS) + ")"
_NUMBER = "(?:[0-9]{1,3}|" + "|".join(COUNT_WORDS) + ")"
_STRETCH = (
    rf"(?:the{_S})?(?:(?P<stretch>early|mid|late|beginning|start|middle|end)(?:{_S}of|{_S}in)?(?:{_S}|-)"
    rf"|(?P<nth>first|second|third|fourth|last){_S}week{_S}(?:of|in){_S})"
)
_NEAR = (
    rf"(?:(?P<near>shortly|just|soon|a{_S}little|little|slightly|about|around|some time){_S})?"
    rf"(?:(?P<side>before|after){_S})?(?:about{_S})?"
)
_HALF_DAY = r"[ap]\.?\s?m\b\.?"
_OF_DAY = rf"(?:{_S}(?:in{_S}the|that|this){_S}(?P<of>morning|afternoon|evening)|{_S}at{_S}(?P<at_night>night))"

_TIME = (
    rf"{_NEAR}(?:"
    rf"(?P<hour>[0-2]?[0-9])(?:[:.](?P<minute>[0-5][0-9]))?\s?(?P<half>{_HALF_DAY})"
    r"|(?P<hour24>[01]?[0-9]|2[0-3]):(?P<minute24>[0-5][0-9])(?![0-9:])"
    rf"|half{_S}past{_S}(?P<half_past>{_HOUR})"
    rf"|(?:a{_S})?(?P<offset>twenty-five|five|ten|quarter|twenty){_S}(?:minutes{_S})?(?P<direction>past|to){_S}(?P<offset_hour>{_HOUR})"
    rf"|(?P<oclock>{_HOUR}|1[0-2]|[1-9]){_S}o[’']clock"
    rf"|(?P<bare>{_HOUR})(?={_S}(?:in{_S}the{_S}(?:morning|afternoon|evening)|at{_S}night)\b)"
    rf")(?:{_OF_DAY})?"
    rf"|(?:shortly|just|soon|a{_S}little){_S}(?P<lone_side>before|after){_S}(?P<lone>{_HOUR})(?=[,.;]|\s{{0,4}}$|{_S}(?:on|in|at){_S})"
    rf"|{_NEAR.replace('<near>', '<near2>').replace('<side>', '<side2>')}"
    rf"(?P<part>dawn|daybreak|sunrise|first{_S}light|dusk|sunset|nightfall|noon|midday|lunchtime|midnight)\b"
    rf"|(?:in{_S})?(?:the{_S})?(?P<hours>small|early){_S}hours\b"
    rf"|in{_S}the{_S}(?:(?P<part_shade>early|late){_S})?(?P<in_part>morning|afternoon|evening)\b"
    rf"|(?:the{_S})?(?P<part_of>night|evening|morning|afternoon){_S}of(?={_S}(?:{_DAY}{_S}|{_MONTH}|{_WEEKDAY}))"
)
_DATE = (
    r"(?P<iso>[12][0-9]{3}-[01][0-9]-[0-3][0-9])(?![0-9])"
    r"|(?P<slashed>[0-3]?[0-9]([./])[0-3]?[0-9]\2[12][0-9]{3})(?![0-9])"
    rf"|(?P<day>{_DAY})(?:(?:{_S}(?:and|to)|[-–]){_S}?(?P<day_to>{_DAY}))?{_S}(?:of{_S})?(?P<month>{_MONTH})\b(?:,?{_S}(?P<year>{_YEAR})\b)?"
    rf"|(?P<us_month>{_MONTH}){_S}(?P<us_day>{_DAY})(?![0-9:%]|[.,][0-9]|{_S}(?:people|per))"
    rf"(?:(?:{_S}(?:and|to){_S}|[-–])(?P<us_day_to>{_DAY})(?![0-9]|{_S}[a-z]))?(?:,?{_S}(?P<us_year>{_YEAR})\b)?"
    rf"|{_STRETCH}(?P<stretch_month>{_MONTH}|{_YEAR})\b(?:{_S}(?:of{_S})?(?P<stretch_year>{_YEAR}|last{_S}year|this{_S}year)\b)?"
    rf"|(?P<my_month>{_MONTH})(?:{_S}of)?,?{_S}(?P<my_year>{_YEAR}|last{_S}year|this{_S}year)\b"
    rf"|(?:the{_S})?(?P<rel>last|next|this|previous){_S}(?P<rel_unit>week|month|year|night|weekend|{_WEEKDAY}|{_MONTH}|spring|summer|autumn|winter|fall)\b"
    rf"|(?:(?P<shade>[Ee]arly|[Ll]ate){_S}(?:on{_S})?)?(?P<weekday>{_WEEKDAY})\b(?!{_S}(?:Times|Post|Mail|Telegraph|Herald|Mirror))"
    rf"(?:[’']s)?(?:{_S}(?P<weekday_part>morning|afternoon|evening|night|lunchtime)\b)?"
    rf"|(?P<sure_month>{_SURE})\b"
    rf"|(?<=[a-zA-Z]\s)(?P<unsure_month>May|March)\b(?!{_S}[A-Z])"
    rf"|(?:the{_S})?(?P<quarter>first|second|third|fourth|last|final){_S}quarter\b(?!-)(?:{_S}of{_S}(?P<quarter_year>{_YEAR}|last{_S}year|this{_S}year|the{_S}year)\b)?"
    rf"|\bQ(?P<q>[1-4])(?:{_S}(?P<q_year>{_YEAR}))?\b"
    rf"|(?:in|by|since|until|before|during|next|of|over){_S}(?:the{_S})?(?P<season>spring|summer|autumn|winter)\b(?:{_S}of{_S}(?P<season_year>{_YEAR}))?"
    rf"|(?P<ago>{_NUMBER}){_S}(?P<ago_unit>day|week|month|year)s?{_S}ago\b"
    r"|(?P<today>today|yesterday|tomorrow|tonight|overnight)\b"
    r"|(?P<named>New[ ]Year[’']s[ ](?:Day|Eve)|New[ ]Year|Christmas[ ](?:Day|Eve)|Christmas)\b"
    rf"|(?<![0-9£$€.,:])(?P<decade>{_YEAR})s\b"
    rf"|(?<![0-9£$€.,:])(?P<lone_year>{_YEAR})(?![0-9:%]|[.,][0-9]|-(?:[a-z]|[0-9]{{3}}))"
)
# The start must not lie inside a word or number; every gap is bounded, so that matching is linear in the text.
ATOM = re.compile(rf"(?<![\w£$€])(?:{_TIME}|{_DATE})")
# Words that may stand before "May" and "March" when they are months.
BEFORE_MONTH = re.compile(
    r"(?i)\b(?:in|since|until|till|by|of|last|next|this|late|early|mid|from|to|through|during|between|before|after|and)\s{1,4}$"
)
BOUND = re.compile(
    r"\b(?P<bound>since|until|till|by|before|after|from|between|to)\s{1,4}(?:(?:the|about|around|at|on|shortly)\s{1,4})*$"
)
GLUE = re.compile(r"(?:\s|,|\bon\b|\bof\b|\bin\b|\bthe\b|\bat\b|\bearly\b|\blate\b){0,8}")
FUTURE = re.compile(r"\b(?:will|due|plans?|expected|to be|is to|are to|scheduled|shall)\b[^.;]{0,40}$")
COUNTED = re.compile(r"\s(?:people|[a-z]{3,}s)\b")
YEAR_LEAD = re.compile(r"\b(?:the|in|since|of|by|from|until|after|before|during|between|and|to|early|late|mid)[\s-]$")
