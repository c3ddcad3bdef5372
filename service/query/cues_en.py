"""English words that tell what kind of answer a question wants, as ``cues`` has Vietnamese ones."""

from __future__ import annotations

from indexer.text import words
from service.answers import Intent

#: A price or a rate of pay: what is asked of it is an amount.
PRICED_EN = (
    r"\b(?:fees?|fares?|tariffs?|salar(?:y|ies)|wages?|unit price|ticket price)\b"
    r"|how much (?:is|are|was|were) (?:the )?(?!share|percent)|\bprice tag\b"
    r"|what (?:is|are) the (?:\w+ ){0,3}(?:pension|allowance|benefit|investment|reward|fine|rent)\b"
    r"|\b(?:fine|penalty|reward|rent|tuition|compensation|allowance|price) (?:for|of|per|at)\b"
    r"|\btotal investment\b|\b(?:ceiling|electricity|water|land) prices?\b|\bwhat rent\b"
    r"|\b(?:cash|daily|monthly|hourly) (?:reward|pay|allowance|tuition|rate)\b"
    r"|\bamount of (?:money|deposit)\b"
)
AHEAD_EN = r"how (?:far|long) (?:ahead|in advance|before)\b"
#: Who pays, as people say it.
BILL_EN = (
    r"\b(?:foots?|footing|picks? up|picking up|shoulders?|shouldering) the (?:bill|tab|costs?)\b"
)
#: A size and a weight.
SIZE_EN, WEIGHT_EN = rf"(?!{AHEAD_EN})how (?:wide|tall|high|deep|thick|far)\b", r"how heavy\b"
#: Who signed a document, and to whom it went.
SIGNED_EN = (
    r"\b(?:who|that) (?:has )?signed|signed by|signer|\bwhich (?:[\w-]+ ){1,4}(?:has )?signed\b"
    r"|\bwhose (?:signature|name) is\b|\bput (?:his|her|their) name to\b"
)
RECEIVED_EN = (
    r"\b(?:plan|decision|document|directive|circular)(?: \w+){0,3}? (?:was |is |been )?sent to\b"
    r"|\brecipients? of (?:the|this|that)\b.*\b(?:plan|decision|document|directive|circular)\b"
    r"|\bwho (?:receives|received|gets|was sent) (?:the|this|a copy of)\b.*"
    r"\b(?:plan|decision|document|directive|circular)\b"
)
OFTEN_EN = (
    r"\bhow (?:often|frequently)\b|\bfrequency of (?:the )?\w+ing\b"
    r"|\bhow many times (?:a|per|each|every|in a) (?:day|week|month|quarter|year)\b"
)
#: How much money, asked for by its name.
BUDGET = r"\b(?:total|overall|annual|yearly|whole) (?:budget|funding|cost)\b|^what is the budget\b"
#: Money, by what is done with it.
SPENT = r"(?:does|do|did|will|would|is|are|was|has|have)\b.*\b(?:costs?|spen[dt]|paid|budgeted)\b"
#: English names of bodies, what may stand before them, and who asks for one at the beginning.
_BODIES_EN = (
    r"agency|department|body|unit(?! price)|office|ministry|bodies|agencies|departments|force"
    r"|organisation|organization|association|division|committee|branch|outfit|squad"
    r"|(?:government|budget) level|(?<=which )level|level of (?:government|authority)"
)
_OTHER_EN = r"(?:(?!(?:of|share|number|is|are)\b)[\w-]+ ){0,3}?"
_WHO_EN = rf"(?:(?:in|to|under|by|from) )?(?:whom?|which {_OTHER_EN}(?:{_BODIES_EN}))"
#: "People who", "an official who" ask nothing.
_PEOPLE_EN = words(
    "people those person persons anyone someone official officials candidate candidates child"
    " children woman women men staff pupils citizens households families victims member worker"
    " ers ts"
)
_WHO_ALONE = "".join(f"(?<!{noun} )" for noun in _PEOPLE_EN) + r"\bwho\b"
_WHEN_EN = r"(?:(?:in|on|by) )?(?:when|(?:what|which) (?:day|date|month|year))"
_PAPERS_EN = "(?:plan|decision|circular|directive|resolution|document|notice|submission)"
NAMED_EN: tuple[tuple[Intent, str], ...] = (
    (
        "metadata",
        rf"{SIGNED_EN}|{RECEIVED_EN}|\bwho issued|number and date|issued .*number|which body issued"
        r"|\b(?:issue|issuing|signing) date|\bdate of (?:issue|signing|signature)"
        r"|\b(?:(?:what|which) (?:day|date|month|year) is"
        r"|(?:when|(?:what|which) (?:day|date|month|year)) (?:was|were|did))\b"
        r".*\b(?:issued?|signed?)\b"
        r"|what number(?! (?:do|does|should|can|must|to)\b.*\b(?:ring|call|phone|dial)\b)"
        r"|\b(?:document|plan|decision|reference) number\b|\bdocument code\b"
        r"|^(?:what is |i need )?the number of (?:the|this|that|(?:[\w-]+ ){0,4}[\w-]+(?: s|'s|’s))"
        rf" .{{0,90}}?\b{_PAPERS_EN}\b"
        rf"|^number of the\b.*\b{_PAPERS_EN}\b"
        r"|\bcarries number\b|\bwhich number\b.*\bcarry\b"
        rf"|\bthe signatory hold\b|^(?:the )?issuing (?:authority|body)\b"
        rf"|\bwas .{{0,60}}\b{_PAPERS_EN} issued\b\W*$|\bwhen was\b.*\bpromulgated\b"
        r"|\bwhat date does\b.*\bbear\b",
    ),
    (
        "legal",
        rf"legal bas[ei]s|^(?!(?:{_WHEN_EN}|whom?|how|where)\b).*\bbased on"
        r"|implement(?:s)? (?:decision|resolution|decree|directive)"
        r"|(?:which|what) (?!date|day|time|month|year)(?:ministry of (?:[\w-]+ ){1,4}?)?"
        r"(?:(?!of\b)[\w'-]+ ){0,4}?"
        r"(?:law|decision|decree|resolution|directive|circular|code|article)\b(?!-)"
        r"|^(?:(?:on|under) )?which (?:(?!of\b)[\w'-]+ ){0,2}?"
        r"(?:decisions|decrees|resolutions|directives|circulars)\b"
        r"|which document|plans? (?:implement|cite|follow|rest)"
        r"|\b(?:which|what|name the|what s the|what's the) (?:(?!of\b)[\w'-]+ ){0,2}?"
        r"(?:law|legislation|ordinance"
        r"|(?:act|regulation)(?= (?:governs?|regulates?|applies|covers?|sets|do|does))"
        r"|decree|legal instrument)\b(?!-)"
        r"|\blegal grounds\b|\bpursuant to (?:which|what)\b"
        r"|^name the (?:laws|decrees|decisions|resolutions|circulars)\b"
        r"|^which (?:[\w'-]+ ){0,5}?plan (?:does|do|is|are)\b.*"
        r"\b(?:carry out|implement|follow|rest on|based on)\b",
    ),
    (
        "funding",
        rf"^(?!(?:{_WHO_EN}|(?:by )?(?:when|what date))\b).*"
        r"(?:\bfund(?:ing|s)\b|(?<!-)\bfunded\b|\bfinancing\b)"
        r"|\bwho (?:funds|finances)\b"
        r"|\b(?:to|sources|budgets?|how (?!often|soon|long).*"
        r"|(?<!often )(?:must|does|do) [\w ]{1,30}|may [\w ]+) fund\b"
        rf"(?! (?:for|of|and)\b|\W*$)|\bco-fund|^(?!(?:{_WHO_EN})\b).*\bcost\b|billion"
        r"|\b(?:from|out of) (?:which|what) fund\b"
        r"|\b(?:which|what) (?:fund|budget) (?:pays|covers|finances)\b"
        r"|^(?!.*\b(?:share|per ?cent|percentage|how much of)\b).*come from"
        rf"|how much (?:money|{SPENT})|^(?!(?:{_WHO_EN})\b).*(?:{BUDGET})"
        r"|\bwhere\b.*\b(?:get|find|look for)\b.*\b(?:money|capital|funds)\b"
        rf"|{BILL_EN}|\bbankroll"
        r"|\bfinanced\b|pay(?:s|ing)? for|budget come|(?:what|whose|sources? of) money"
        r"|who (?:pays|finances)|\bpaid (?:from|by|out)\b",
    ),
)
ASKED_EN: tuple[tuple[Intent, str], ...] = (
    (
        "target",
        r"(?<!every )how many(?! (?:hours|days|weeks|months|plans|documents|provinces)\b)"
        r"|how much|percentage|per cent|percent"
        rf"|{SIZE_EN}|{WEIGHT_EN}"
        r"|what (?:\w+ ){0,2}?(?:share|rate|turnout|proportion)|pay rate|by how much"
        r"|\bto what level (?:must|should|will)\b"
        r"|^what (?:is|was) the number of (?!the |this |that )"
        r"|\bwhat (?:is|are) the (?:[\w-]+ ){0,2}?(?:capacity|weight|distance|width|height|depth"
        r"|speed limit|(?:\w+ )?rank)\b|\bwhat (?:[\w-]+ ){0,2}(?:rank|score)\b"
        r"|\bwhat (?:is|are) the (?:minimum|maximum) (?:[\w-]+ ){0,2}size\b",
    ),
    (
        "deadline",
        rf"{AHEAD_EN}|deadline|\bcut[- ]?off\b(?! (?:score|mark|level|point)s?\b)"
        r"|\blatest date\b|\bthe latest(?= (?:date|day|that|the|it|by|for|an?)\b|\W*$)"
        r"|(?<!happens )\bwhen\b"
        r"|\btime limit\b|\b(?:starting|start|opening) date\b"
        r"|\bthe date (?:of(?! birth)|on|that|the)\b"
        r"|\bhow many years\b(?! of)"
        r"|by when|until when|how (?:long|soon)|due date"
        r"|\b(?:last|closing) day\b"
        r"|(?:which|what) (?:are the |calendar |exact )?(?:quarter|month|year|day|date|hour)s?\b"
        r"|\b(?:what|which) times?\b(?! of (?:the )?year)"
        r"|how many (?:hours|days|weeks|months)\b|^dates? (?:and|of|for)\b",
    ),
    (
        "agency",
        rf"{_WHO_ALONE}|\bwhose (?:job|responsibility|task|duty)\b"
        r"|\bwhom\b"
        rf"|(?:which|what) {_OTHER_EN}(?:{_BODIES_EN}|national)"
        r"|\bwhich (?:[\w-]+ )?(?:authority|council|bank|hospital)\b"
        r"(?= (?:(?:is|was|has been) (?:assigned|entrusted|tasked|given|asked|named|designated)"
        r"|decides?|approves?|grants?)\b)",
    ),
)
HINTED_EN: tuple[tuple[Intent, str], ...] = (
    (
        "target",
        r"target|\bshare\b"
        r"|^(?:the |give the )?(?:maximum |minimum |highest |lowest |total )?"
        r"(?:(?:permitted|allowed) )?(?:number|width|height|distance(?! learning)|area|capacity"
        r"|size|weight|speed|proportion|percentage|score|bod)\b",
    ),
    (
        "funding",
        rf"^(?!how(?! much)|which\b|what (?:measures|are the conditions)\b).*(?:{PRICED_EN})",
    ),
    (
        "agency",
        r"responsible"
        r"|^(?:the |name the )?(?:agency|body|unit|department) (?:assigned|in charge|tasked)\b"
        r"|\b(?:body|agency|unit|department) in charge\b|\blead (?:agency|body)\b"
        r"|\bwhere\b.*\b(?:sen[dt]|submit|report|appl(?:y|ies) (?:for|to)\b|regist"
        r"|fil(?:e|ed)\b|turn|complain|ask)"
        r"|plans? (?:ask|assign|require|task)|asked to do",
    ),
)
