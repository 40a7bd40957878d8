"""Codes about turns, moves, dates, and the short forms."""

from __future__ import annotations

from standoff.diagnostics.codes_text import Row

MOVES: tuple[Row, ...] = (
    (
        "SC501",
        "dates that go backwards",
        "Turns stand in the order of their dates, none before the clock starts.",
        "The order in the file is the order of play.",
        "- {id: first, date: 2022-01-22, ...}\n- {id: second, date: 2022-01-20, ...}",
        "- {id: first, date: 2022-01-20, ...}\n- {id: second, date: 2022-01-22, ...}",
    ),
    (
        "SC502",
        "a date without a clock",
        "Turns have days only when the clock has a start.",
        "Days are counted from the start, and so is the cost of waiting.",
        "clock: {at_end: quiet}\nturns:\n  - {id: first, after: 7, ...}",
        "clock: {start: 2022-01-15, at_end: quiet}\nturns:\n  - {id: first, after: 7, ...}",
    ),
    (
        "SC503",
        "an end before the last turn",
        "The horizon is not before the last turn.",
        "Turns after the end would never be played.",
        "clock: {start: 2022-01-15, end: 2022-01-20, ...}   # the last turn is on 2022-01-22",
        "clock: {start: 2022-01-15, end: 2022-01-31, ...}",
    ),
    (
        "SC504",
        "a turn without moves",
        "Every turn has at least one move.",
        "The mover could do nothing at all, not even wait.",
        "- {id: push, mover: east, moves: {}}",
        "- {id: push, mover: east, moves: {wait: {}}}",
    ),
    (
        "SC505",
        "nature's move without a chance",
        "Every move of nature has `prob`.",
        "Nature does not choose.",
        "mover: nature\nmoves:\n  storm: {prob: 0.1}\n  calm: {}",
        "mover: nature\nmoves:\n  storm: {prob: 0.1}\n  calm: {prob: rest}",
    ),
    (
        "SC506",
        "a party's move with a chance",
        "Moves of parties have no `prob`.",
        "How likely a party's move is, is what standoff computes.",
        "mover: east\nmoves:\n  strike: {prob: 0.1}",
        "mover: east\nmoves:\n  strike: {}",
    ),
    (
        "SC507",
        "an effect that leaves the range",
        "A variable is set to one of its values; a ladder is climbed by steps that it has.",
        "The value would not exist.",
        "variables:\n  rung: {range: [0, 2], start: 0}\n...\n  effect: {rung: 3}",
        "variables:\n  rung: {range: [0, 3], start: 0}\n...\n  effect: {rung: 3}",
    ),
    (
        "SC508",
        "somebody else's ladder",
        "Only the climber, or nature, moves on a ladder.",
        "The costs of climbing are the climber's.",
        (
            "ladders:\n"
            "  pressure: {climber: east, ...}\n"
            "...\n"
            "- mover: west\n"
            "  moves: {push: {climb: {pressure: 1}}}"
        ),
        "- mover: east\n  moves: {push: {climb: {pressure: 1}}}",
    ),
    (
        "SC509",
        "somebody else's commitment",
        "Only its own party makes a commitment.",
        "Nobody else can tie a party's hands.",
        (
            "commitments:\n"
            "  vow: {party: east, ...}\n"
            "...\n"
            "- mover: west\n"
            "  moves: {swear: {commits: vow}}"
        ),
        "- mover: east\n  moves: {swear: {commits: vow}}",
    ),
    (
        "SC510",
        "one variable changed twice by one move",
        (
            "A move changes a variable in one way: by `effect`, by `climb`, by `commits`, by "
            "another short form, or by breaking a commitment."
        ),
        "Which of the two comes last would be a guess.",
        "push: {climb: {pressure: 1}, effect: {pressure: 0}}",
        "push: {climb: {pressure: 1}}",
    ),
    (
        "SC511",
        "somebody else's outside option",
        "`uses` names an outside option of the mover.",
        "The guard would tell the mover what only its owner knows.",
        (
            "outside_options:\n"
            "  plan_b: {party: east, ...}\n"
            "...\n"
            "- mover: west\n"
            "  moves: {strike: {uses: plan_b}}"
        ),
        "- mover: east\n  moves: {strike: {uses: plan_b}}",
    ),
    (
        "SC512",
        "parts of a turn that do not fit together",
        (
            "An accident turn has a ladder with an accident and no moves of its own; replies "
            "need a table and its replying party as mover."
        ),
        "Part of the turn would be ignored.",
        "- {id: slip, accident: pressure, mover: east}",
        "- {id: slip, accident: pressure}",
    ),
    (
        "SC514",
        "somebody else's sanction, assurance, support or forces",
        (
            "`threatens`, `imposes` and `lifts` are moves of the sender, `assures` of the party "
            "that promises, `takes` of the party that demands, `needs` of the party whose forces "
            "are tied; `supports` of the supporter or of nature."
        ),
        "Nobody can impose or promise in another's name.",
        (
            "sanctions:\n"
            "  grain: {sender: west, target: east, cost_target: 30}\n"
            "...\n"
            "- mover: east\n"
            "  moves: {ban: {imposes: grain}}"
        ),
        "- mover: west\n  moves: {ban: {imposes: grain}}",
    ),
    (
        "SC601",
        "a reply that leaves an item out",
        "Every stated reply says what happens to every item.",
        "Silence about an item is an answer too, and must be a stated one.",
        "replies:\n  partial: {accept: [arms]}",
        "replies:\n  partial: {accept: [arms], refuse: rest}",
    ),
    (
        "SC602",
        "a reply that names an item twice",
        "An item is accepted, refused or discussed, one of them.",
        "It would count twice, or not at all.",
        "partial: {accept: [arms], discuss: [arms], refuse: rest}",
        "partial: {discuss: [arms], refuse: rest}",
    ),
    (
        "SC603",
        "a ladder that is not convex",
        "The convexity of a ladder is above 1.",
        "The last rung must hurt more than the first; otherwise there is no ladder.",
        "convexity: 1",
        "convexity: 2",
    ),
    (
        "SC605",
        "an outside option that everybody has",
        "An outside option has the value `none`.",
        "Whether there is a plan B is what the others do not know.",
        "plan_b:\n  values: {limited: {prob: 0.5}, major: {prob: 0.5}}",
        "plan_b:\n  values: {none: {prob: rest}, limited: {prob: 0.2}, major: {prob: 0.1}}",
    ),
    (
        "SC513",
        "a simultaneous stage that cannot be played",
        "Turns of a stage belong to different parties, not nature, and have no days of their own.",
        "All choices of a stage are made at one moment and become known together.",
        "together:\n  - {id: one, mover: east, ...}\n  - {id: two, mover: east, ...}",
        "together:\n  - {id: one, mover: east, ...}\n  - {id: two, mover: west, ...}",
    ),
    (
        "SC606",
        "stages of a sanction out of order",
        "The stages are `none`, `threatened` and `imposed`, in this order; `threatened` may lack.",
        "What `threatens`, `imposes` and `lifts` do would be a guess.",
        "grain: {stages: [imposed, none], ...}",
        "grain: {stages: [none, imposed], ...}",
    ),
)
