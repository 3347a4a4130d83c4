"""Nouns for people and for bodies, as news in English calls them."""

from __future__ import annotations

TITLES = frozenset(
    (
        "mr mrs ms mx miss dr prof professor sir dame lord lady gen general col colonel lt lieutenant sgt sergeant"
        " capt captain maj major adm admiral brig brigadier rep representative sen senator gov governor president"
        " minister chancellor king queen prince princess sheikh judge justice inspector superintendent commissioner"
        " detective constable mayor councillor bishop father sister secretary director chairman chairwoman chair"
        " spokesman spokeswoman spokesperson deputy chief prosecutor ambassador envoy coroner commander attorney"
        " congressman congresswoman premier vice-chancellor registrar corporal private officer leader head editor"
        " analyst"
    ).split()
)
HUMAN = TITLES | frozenset(
    (
        "lawyer solicitor barrister official expert economist scientist engineer doctor nurse driver witness resident"
        " neighbour neighbor teacher farmer worker spokespeople adviser advisor aide deputy founder owner manager"
        " executive member wife husband son daughter brother sister mother father cousin uncle aunt widow widower"
        " friend colleague student pupil professor lecturer researcher pilot sailor soldier guard trader clerk"
        " historian author candidate lawmaker deputy defendant cleaner fisherman victim survivor secretary treasurer"
        " trustee physicist biologist chemist climber skipper steward porter cook nun priest vicar rabbi imam activist"
        " campaigner organiser organizer diplomat general pathologist auditor accountant banker broker investor"
        " politician master mechanic foreman keeper ranger one passenger woman man girl boy patient heir partner"
        " counsel strategist cyclist singer actor actress footballer journalist artist writer architect geologist"
        " virologist epidemiologist sociologist stationmaster firefighter paramedic"
    ).split()
)
ORGANISATION = frozenset(
    (
        "ministry office agency company party union council commission committee court government police army navy"
        " bank board group authority service department university hospital institute association federation league"
        " club parliament cabinet firm airline bureau inspectorate embassy consulate administration campaign team body"
        " regulator corporation panel tribunal inquiry force command academy foundation society mission network"
        " newspaper museum school church charity centre center laboratory laboratories lab mill railway port station"
        " times post herald gazette news press tribune agency wire journal chronicle star courier republic kingdom city"
        " town river lake street road bridge square island county district valley bay mount mountain bloc front"
        " coalition alliance movement daily review echo argus sentinel observer mail examiner monitor standard"
        " independent telegraph guardian tidings weekly monthly journal today radio television tv online holdings"
        " industries motors airlines energy power steel foods pharma homes inc ltd plc corp co"
    ).split()
)
