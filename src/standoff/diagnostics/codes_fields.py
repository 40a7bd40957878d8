"""Codes about fields, values, priors and probabilities."""

from __future__ import annotations

from standoff.diagnostics.codes_text import Row

FIELDS: tuple[Row, ...] = (
    (
        "SC201",
        "an unknown field",
        "Every field is one that the format knows at that place.",
        "A misspelt field would be ignored, and its default used instead.",
        "titel: Strait crisis",
        "title: Strait crisis",
    ),
    (
        "SC202",
        "a missing field",
        "Every required field is there.",
        "There is no sensible default; guessing would put words in your mouth.",
        "war_cost: {value: 30, means: cost of war, evidence: assumed}",
        "war_cost: {value: 30, unit: percent of the stakes, means: cost of war, evidence: assumed}",
    ),
    (
        "SC203",
        "a value of the wrong kind",
        "Numbers are numbers, texts are texts, lists are lists.",
        'Nothing is converted: `"0.1"` is text, and a text where a number belongs is a slip.',
        'war_cost: {value: "30"}',
        "war_cost: {value: 30}",
    ),
    (
        "SC204",
        "a word that is not on the list",
        "Fields with few allowed words have one of them.",
        "Another word would have no meaning.",
        "memory: full",
        "memory: history",
    ),
    (
        "SC205",
        "a number outside its range",
        "Counts, ranges, starts and shares lie where they can.",
        "A start outside its range, or a rate above 1, cannot happen.",
        "variables:\n  rung: {range: [0, 2], start: 3}",
        "variables:\n  rung: {range: [0, 2], start: 2}",
    ),
    (
        "SC206",
        "a name that cannot be used",
        "Names are small letters, digits and `_`, and start with a letter.",
        "Formulas must be able to mention them without quotation marks.",
        "parties:\n  West Bank: {}",
        "parties:\n  west_bank: {name: West Bank}",
    ),
    (
        "SC207",
        "a date that is none",
        "Dates are year-month-day and exist.",
        "Other orders are read differently in different countries.",
        "as_of: 15.01.2022",
        "as_of: 2022-01-15",
    ),
    (
        "SC208",
        "another version of the format",
        "The file says `standoff: 1`.",
        "A later version may mean something else by the same words.",
        "standoff: 2",
        "standoff: 1",
    ),
    (
        "SC209",
        "two fields of which exactly one is needed",
        (
            "A parameter has `value` or `prior`, a prior one distribution, a variable `range` or "
            "`values`, a turn `date` or `after`, a commitment `retreat` or `inconsistency`, a "
            "hazard `at` or `every`."
        ),
        "With both, one would silently win.",
        "war_cost: {value: 30, prior: {uniform: [10, 50]}}",
        "war_cost: {prior: {uniform: [10, 50]}}",
    ),
    (
        "SC210",
        "an empty or overlong list",
        "Lists and mappings have as many entries as they need.",
        "A crisis without parties, turns or outcomes is none.",
        "outcomes: {}",
        "outcomes:\n  quiet: {}",
    ),
    (
        "SC211",
        "a prior whose numbers do not rise",
        "The low end of a prior is below the high end, the mode between them.",
        "Turned round, the distribution does not exist.",
        "prior: {triangular: [10, 50, 30]}",
        "prior: {triangular: [10, 30, 50]}",
    ),
    (
        "SC212",
        "a prior that cannot exist",
        "A beta distribution has sd below sqrt(mean * (1 - mean)); bounds leave room.",
        "No distribution has these moments, so nothing could be drawn.",
        "prior: {beta: {mean: 0.5, sd: 0.6}}",
        "prior: {beta: {mean: 0.5, sd: 0.2}}",
    ),
    (
        "SC213",
        "a choice that cannot be drawn",
        "The keys of `choice` are different numbers and its values probabilities.",
        "Only numbers can be drawn for a parameter.",
        "prior: {choice: {few: 0.3, many: 0.7}}",
        "prior: {choice: {5: 0.3, 50: 0.7}}",
    ),
    (
        "SC214",
        "probabilities that do not add up to 1",
        "Probabilities of one list add up to 1, whatever is drawn for the parameters.",
        "Something always happens; a sum below 1 means that a case was forgotten.",
        "values:\n  low: {prob: 0.5}\n  high: {prob: 0.4}",
        "values:\n  low: {prob: rest}\n  high: {prob: 0.4}",
    ),
    (
        "SC215",
        "`rest` twice",
        "`rest` stands at most once in a list.",
        "What is left cannot be divided without being told how.",
        "values:\n  low: {prob: rest}\n  high: {prob: rest}",
        "values:\n  low: {prob: rest}\n  high: {prob: 0.4}",
    ),
    (
        "SC216",
        "a probability outside 0 to 1",
        "Every probability, `rest` included, lies between 0 and 1 for all values of the priors.",
        "A draw with such a number could not be solved.",
        "high: {prob: 1.4}",
        "high: {prob: 0.4}",
    ),
    (
        "SC217",
        "conditional chances that do not fit",
        "Chances by value name exactly the values of the dimension in `given`.",
        "A value without a chance would silently never occur.",
        "given: east.resolve\nvalues:\n  soft: {prob: {low: 0.7}}",
        "given: east.resolve\nvalues:\n  soft: {prob: {low: 0.7, high: 0.2}}",
    ),
    (
        "SC218",
        "a field that does nothing without another",
        (
            "`stakes_growth` and `climbs_with` come together; `empty_threat` needs `against`; a "
            "side crisis that is not over needs the day and chances of its end."
        ),
        "It would be written in vain.",
        "vow: {party: east, retreat: 10, stakes_growth: 2}",
        "vow: {party: east, retreat: 10, stakes_growth: 2, climbs_with: pressure}",
    ),
)
