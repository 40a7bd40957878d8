"""Codes about names and formulas."""

from __future__ import annotations

from standoff.diagnostics.codes_text import Row

NAMES: tuple[Row, ...] = (
    (
        "SC301",
        "an unknown name in a formula",
        (
            "Formulas mention parameters, named formulas, public variables, private dimensions, "
            "`items.party` and `support.party`."
        ),
        "A misspelt name would have no value.",
        "cost: {east: war_cots}",
        "cost: {east: war_cost}",
    ),
    (
        "SC302",
        "a label that does not exist",
        "What is compared with a variable, a ladder or a private dimension is one of its values.",
        "The comparison would never hold, and the move never be allowed.",
        "allowed: east.resolve == hihg",
        "allowed: east.resolve == high",
    ),
    (
        "SC303",
        "the same name twice",
        (
            "Parameters, formulas, variables, parties and all sections that make a variable share "
            "one set of names; turns have one, and each turn's moves."
        ),
        "A formula could not tell which one is meant.",
        "parameters:\n  east: {value: 1, ...}\nparties:\n  east: {}",
        "parameters:\n  east_cost: {value: 1, ...}\nparties:\n  east: {}",
    ),
    (
        "SC304",
        "a reserved word as a name",
        "Words of the formula language and `nature`, `rest`, `items` name nothing else.",
        "A formula could not be read any more.",
        "parties:\n  nature: {}",
        "parties:\n  wilderness: {}",
    ),
    (
        "SC305",
        "an unknown party",
        "Movers, costs, payoffs, ladders and threats belong to declared parties.",
        "A payoff for nobody changes nothing, and the right party would get 0.",
        "payoff: {esat: 10}",
        "payoff: {east: 10}",
    ),
    (
        "SC306",
        "an unknown outcome",
        "Moves, the clock and accidents end in declared outcomes.",
        "The crisis would end nowhere.",
        "strike: {outcome: wra}",
        "strike: {outcome: war}",
    ),
    (
        "SC307",
        "an unknown source",
        "Evidence points to an entry of `sources`.",
        "A number without its source cannot be looked up.",
        "evidence: [{source: c, paragraph: 3}]",
        "evidence: [{source: a, paragraph: 3}]",
    ),
    (
        "SC308",
        "an unknown ladder, commitment, item, move or variable",
        "Whatever is mentioned by name is declared.",
        "The mention would be without effect.",
        "effect: {rnug: 1}",
        "effect: {rung: 1}",
    ),
    (
        "SC309",
        "a value listed twice",
        "Values of a variable and rungs of a ladder have different names.",
        "A comparison could not tell which one is meant.",
        "values: [none, threatened, none]",
        "values: [none, threatened, imposed]",
    ),
    (
        "SC310",
        "a dependence on something later",
        (
            "`given` names a private dimension that is declared before; a named formula mentions "
            "earlier ones only."
        ),
        "Types are drawn in order, and formulas that mention each other would never end.",
        "resolve: {given: east.posture, ...}\nposture: {...}",
        "posture: {...}\nresolve: {given: east.posture, ...}",
    ),
    (
        "SC401",
        "a formula that cannot be read",
        "Formulas follow the grammar: numbers, names, `+ - * / ^`, comparisons, and/or/not, if.",
        "Guessing what was meant could change the result.",
        "allowed: rung = 2",
        "allowed: rung == 2",
    ),
    (
        "SC402",
        "a formula too long or too deep",
        "A formula has at most 1,000 characters, 50 levels and 150 operators.",
        "Longer ones are hard to read and to check; names for parts make them clear.",
        "cost: {east: ((((((...))))))}",
        "cost: {east: war_cost * share}",
    ),
    (
        "SC403",
        "an unknown function or a wrong number of arguments",
        ("Functions are min, max, abs, exp, log, sqrt, clip(x, low, high), logistic and norm_cdf."),
        "No other code runs from a scenario file.",
        "cost: {east: round(war_cost)}",
        "cost: {east: max(war_cost, 0)}",
    ),
    (
        "SC404",
        "a guard or an effect that mentions a parameter",
        "Guards, conditions of turns and effects depend on what is public and on types only.",
        (
            "The game is built once for all draws; a structure that changes with a number would "
            "need one game for each draw."
        ),
        "allowed: war_cost < 20",
        "allowed: rung < 2",
    ),
    (
        "SC405",
        "a guard that knows another's secret",
        "The guard of a move mentions private dimensions of the mover only.",
        "The mover would learn from its own options what it cannot know.",
        "mover: west\n...\n  allowed: east.resolve == high",
        "mover: west\n...\n  allowed: rung == 2",
    ),
    (
        "SC406",
        "a name that cannot be used at this place",
        (
            "Chances of types and the precision use parameters; conditions and effects use "
            "public variables."
        ),
        "At that point the value does not exist yet, or nobody could see it.",
        "when: east.resolve == high",
        "when: rung == 2",
    ),
    (
        "SC407",
        "a formula without a finite value",
        "Formulas of numbers alone have a value.",
        "A division by zero or a logarithm of zero would spoil every result.",
        "cost: {east: 1 / 0}",
        "cost: {east: 1 / 2}",
    ),
    (
        "SC408",
        "a day where there is none",
        (
            "`day` and `days_left` stand in costs of moves, in nature's chances and in hazards, "
            "in a file whose clock has a start."
        ),
        "Only a turn has a day, and days are counted from the clock's start.",
        "payoff: {east: 10 - day}",
        "cost: {east: 0.1 * day}",
    ),
)
