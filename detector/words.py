"""News words brought to a common form: a light stem, then a small group of words that report the same thing.

The groups are general news vocabulary, closed and short: two texts that share a group speak of one kind of fact
("12 dead", "19 bodies"), not necessarily of one fact.
"""

from __future__ import annotations

import re

ROLE_GROUPS: dict[str, str] = {
    "dead": "kill dead die died dying death toll fatality fatal body corpse perish life lives drown slain bury "
    "passed_away deceased lost_life",
    "injured": "injure injury hurt wound treat treatment hospitalise hospitalize hospital burn_injury",
    "missing": "missing unaccounted trap disappear",
    "arrested": "arrest detain detention custody detainee round_up taken_custody",
    "jobs": "job post position redundancy redundant layoff livelihood lay_off laid_off workforce_cut dismissal",
    "evacuated": "evacuate evacuation flee fled displace uproot moved_out",
    "ill": "ill sick sicken infect infection fall_ill fallen_ill contract",
    "shots": "shot bullet gunshot discharge round gunfire",
    "marched": "march rally demonstrate demonstrator protest protester crowd turn_out",
    "rescued": "rescue save pulled_alive survivor survive",
    "hostages": "hostage captive abduct kidnap",
    "freed": "free release liberate",
}
WORD_GROUPS: dict[str, str] = {
    "begin": "begin began begun start open opened launch commence unlock get_under_way start_up",
    "end": "end finish complete completion conclude close closed closure shut halt break_up broke_up "
    "abandon abandonment",
    "fire": "fire blaze flame broke_out caught_light caught_fire alight ablaze burn burnt inferno",
    "explode": "explode explosion blast detonate detonation blow_up blew_up bomb",
    "crash": "crash collide collision derail derailment leave_the_rail left_the_rail wreck",
    "sell": "sell sold sale dispose liquidate offload",
    "buy": "buy bought purchase acquire acquisition takeover",
    "arrive": "arrive arrival reach come_ashore land landing",
    "leave": "leave left depart departure cast_off sail quit resign resignation step_down stepped_down exit",
    "inspect": "inspect inspection inspector check audit",
    "sign": "sign signature date_sign initial",
    "learn": "learn learnt discover detect spot notice aware told inform",
    "meet": "meet met meeting talk summit session",
    "steal": "steal stole stolen copy theft rob take_away took loot hack",
    "fine": "fine penalty penalise penalize",
    "loss": "lose lost loss drop_in_value shortfall",
    "cost": "cost bill price charge expense expenditure pay paid payment",
    "value": "value worth valuation",
    "overrun": "overrun over_budget more_than_planned",
    "deliver": "deliver delivery ship shipment consignment cargo transport",
    "cancel": "cancel cancellation scrap axe call_off called_off",
    "vote": "vote ballot poll",
    "favour": "favour favor support back approve approval yes adopt",
    "oppose": "oppose against reject",
    "flat": "flat home apartment dwelling house housing",
    "child": "child children infant baby babies pupil",
    "shop": "shop store outlet",
    "worker": "worker employee staff workforce personnel",
    "lawmaker": "deputy mp lawmaker parliamentarian senator legislator",
    "record": "record detail data file",
    "plane": "plane aircraft jet airliner flight departure",
    "ship": "ship vessel boat ferry freighter tanker",
    "road": "road route line track",
    "weapon": "weapon rifle gun firearm pistol",
    "missile": "missile rocket interceptor munition",
    "phone": "phone handset device telephone mobile",
    "police": "police policeman constable",
    "soldier": "soldier troop serviceman fighter conscript",
    "rise": "rise rose risen increase climb grow grew up jump gain",
    "fall": "fall fell fallen decrease decline drop slip slow shrink shrank down",
    "strike": "strike walkout stoppage",
    "quake": "quake earthquake tremor aftershock",
    "recall": "recall withdraw withdrawal taken_off_sale pull_from_sale",
    "export": "export shipment_abroad",
    "sentence": "sentence jail prison imprison serve court convict",
    "rain": "rain rainfall precipitation",
    "outage": "outage power blackout dark darken light electricity",
    "asylum": "asylum refugee",
    "storm": "storm hurricane cyclone typhoon",
    "height": "height altitude high climb_to tall",
    "apart": "apart separation distance gap close_to clearance",
    "build": "build built construct construction put_up erect",
    "strip": "remove dismantle demolish demolition raze",
    "treaty": "treaty accord agreement pact deal",
    "company": "company firm business group maker developer manufacturer",
    "shift": "delay postpone late put_back behind_schedule",
    "complaint": "complaint complain",
    "receive": "receive receipt get got handed_over hand",
    "budget": "budget plan planned",
    "food": "food grocery groceries",
    "cross": "cross crossing pass come_over came_over",
    "bid": "bid offer approach tender",
    "date": "date dated",
    "sue": "sue lawsuit suit litigation",
    "speed": "speed velocity fast",
    "depth": "depth deep",
    "width": "width wide",
    "wage": "wage salary pay_packet",
    "school": "school college university campus",
    "hospital": "clinic ward",
    "car": "car vehicle truck lorry van",
    "test": "test trial sample analysis",
    "leak": "leak spill discharge_into release_into",
    "profit": "profit earnings income",
    "donate": "donate donation gift contribution contribute",
    "signature": "signature signatory petition",
    "search": "search raid",
    "appoint": "appoint appointment nominate hire recruit",
    "goal": "goal score",
    "game": "game match fixture",
    "stay": "stay spend spent remain linger wait",
    "gate": "gate entrance door doorway",
    "team": "team visitor delegation crew party",
}


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


PERSON_NOUNS = word_set(
    "people person man men woman women passenger resident patient miner worker employee villager civilian voter "
    "soldier officer police policeman student pupil child children infant baby boy girl teacher player fan "
    "supporter spectator protester demonstrator marcher migrant refugee citizen inhabitant member deputy guest "
    "diner tourist hiker climber crew sailor fisherman driver pilot nurse doctor carer prisoner inmate detainee "
    "hostage victim survivor suspect fighter rebel militant journalist volunteer customer user household family "
    "neighbour staff personnel adult pensioner judge lawmaker minister official expert inspector scientist "
    "engineer firefighter guard gunman attacker other athlete participant shopper commuter farmer striker dockers "
    "docker human troop life soul"
)
# Grammar and reporting alone: what is left of a claim without these is what it says.
PLAIN = word_set(
    "the a an of to in on at by for from with and or but that this these those it its he she they his her their is "
    "are was were be been being has have had will would could should may might did do does as than then who which "
    "said says"
)
NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|n[o']t|cannot|denied|denies|rejected|dismissed)\b|n['’]t\b",
    re.IGNORECASE,
)
# Words that carry no fact of their own: grammar, reporting, hedges, and the vague verbs of news copy.
STOP = word_set(
    "zero two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy "
    "eighty ninety "
    "a an the this that these those it its he she they them his her their him we our us you your i my me who whom "
    "whose which what when where why how and or but nor so yet if then than as of in on at by for from with "
    "without into onto over under about around after before between among during through to up down out off since "
    "until till against across along near within beyond toward towards upon per via is are was were be been being "
    "am has have had having do does did done doing will would shall should can could may might must not no never "
    "n't nobody none nothing only just also even still already now again more most less least fewer much many few "
    "some any all both each every other another such same own very too there here said say says told tell tells "
    "according added add adds claimed claim claims announced announce stated reported report reports reportedly "
    "official officials spokesman spokeswoman spokesperson statement one ones first last next new mr mrs ms dr "
    "however meanwhile while because although though whether either neither far whole time times way thing things "
    "part number numbers figure figures total year years month months week weeks day days hour hours minute "
    "minutes today yesterday tomorrow morning afternoon evening night ago early late later earlier least nearly "
    "almost roughly exactly approximately hundred thousand million billion dozen hundreds thousands dozens half "
    "third quarter percent cent made make makes making took take takes taken taking got get put puts give gave "
    "given came come comes went go goes gone s t d ll re ve m p"
)
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "people", "lives": "life", "bodies": "body",
    "died": "die", "dying": "die", "dies": "die", "police": "police", "deaths": "death", "feet": "foot", "killed":
    "kill", "fallen": "fall", "fell": "fall", "paid": "pay", "was": "be", "series": "series", "news": "news", "gas":
    "gas", "bus": "bus", "buses": "bus", "policemen": "policeman", "firefighters": "firefighter", "mps": "mp",
    "crises": "crisis", "fishermen": "fisherman", "servicemen": "serviceman", "gunmen": "gunman", "halves": "half",
    "losses": "loss", "aircraft": "aircraft", "staff": "staff",
}  # fmt: skip


def stem(word: str) -> str:
    """The word without its commonest English endings, lower-case; equal for "boarded", "boarding" and "board"."""
    w = word.lower().replace("’", "'")
    w = w.removesuffix("'s").removesuffix("'")
    if w in _IRREGULAR:
        return _IRREGULAR[w]
    for ending, minimum in (("ing", 6), ("ed", 5)):
        if w.endswith(ending) and len(w) >= minimum:
            return _base(w[: -len(ending)])
    return _drop_e(singular(w))


def singular(word: str) -> str:
    """A noun's singular, as far as its ending tells."""
    w = word.lower()
    if w in _IRREGULAR:
        return _IRREGULAR[w]
    if len(w) < 4 or w.endswith(("ss", "us", "is")):
        return w
    if w.endswith("ies"):
        return w[:-3] + "y"
    if w.endswith(("ches", "shes", "xes", "sses", "zes")):
        return w[:-2]
    return w[:-1] if w.endswith("s") else w


def _base(root: str) -> str:
    if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz":
        return root[:-1]
    return root[:-1] + "y" if root.endswith("i") else _drop_e(root)


def _drop_e(root: str) -> str:
    return root[:-1] if len(root) > 3 and root.endswith("e") else root


def _table(groups: dict[str, str]) -> dict[str, str]:
    return {_phrase(word): name for name, words in groups.items() for word in words.split()}


def _phrase(words: str) -> str:
    return "_".join(stem(w) for w in words.split("_"))


ROLE_OF = _table(ROLE_GROUPS)
GROUP_OF = _table(WORD_GROUPS) | ROLE_OF
_PERSON_STEMS = frozenset(stem(w) for w in PERSON_NOUNS)


def concept(word: str) -> str:
    """The name of the word's group, else its stem."""
    root = stem(word)
    return GROUP_OF.get(root, root)


def is_person(noun: str) -> bool:
    return stem(noun) in _PERSON_STEMS


def concepts(words: tuple[str, ...]) -> tuple[str, ...]:
    """The concepts of running words, stop words left out; phrases of two or three words ("broke out") count as one."""
    roots = [stem(w) for w in words]
    found: list[str] = []
    i = 0
    while i < len(roots):
        for size in (3, 2):
            phrase = "_".join(roots[i : i + size])
            if i + size <= len(roots) and phrase in GROUP_OF:
                found.append(GROUP_OF[phrase])
                i += size
                break
        else:
            if words[i].lower() not in STOP and len(words[i]) > 1:
                found.append(GROUP_OF.get(roots[i], roots[i]))
            i += 1
    return tuple(found)
