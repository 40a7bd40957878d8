"""Codes of warnings: likely slips that do not stop a run."""

from __future__ import annotations

from standoff.diagnostics.codes_text import Row

UNUSED: tuple[Row, ...] = (
    (
        "SC701",
        "a source from the future",
        "No source is written after `as_of`.",
        (
            "A forecast that has seen the answer proves nothing. Harmless if it looks back "
            "on purpose: then leave `as_of` out."
        ),
        "as_of: 2022-01-15\nsources:\n  a: {title: A text, written: 2022-02-25}",
        "as_of: 2022-01-15\nsources:\n  a: {title: A text, written: 2022-01-14}",
    ),
    (
        "SC702",
        "sources of one camp only",
        "The sources do not all have the same `stance`.",
        (
            "Numbers that rest on one camp lean its way. Add another voice, or say so under "
            "`left_out` and live with the warning."
        ),
        "sources:\n  a: {title: One, stance: eastern}\n  b: {title: Two, stance: eastern}",
        "sources:\n  a: {title: One, stance: eastern}\n  b: {title: Two, stance: western}",
    ),
    (
        "SC703",
        "a parameter that is never used",
        "Every parameter is mentioned by a formula.",
        (
            "Its value and evidence change nothing; often a formula has a number where the name "
            "should be."
        ),
        "parameters:\n  war_cost: {...}\n...\n  payoff: {east: -30}",
        "  payoff: {east: -war_cost}",
    ),
    (
        "SC704",
        "an outcome that no move reaches",
        "Every outcome is reached by a move, an accident or the end of the clock.",
        "Its probability is 0 by construction, not by forecast.",
        "outcomes:\n  war: {}     # no move says `outcome: war`",
        "strike: {outcome: war}",
    ),
    (
        "SC705",
        "a public variable on which nothing depends",
        "Every public variable is read by a formula or a guard.",
        "It changes no payoff and no option; with `memory: state` it still makes the game larger.",
        "variables:\n  mood: {range: [0, 2], start: 0}   # never mentioned",
        "payoff: {east: 10 * mood}",
    ),
    (
        "SC706",
        "a commitment that is never made",
        "Every commitment is made by a move.",
        "Its cost of retreat is never paid.",
        "commitments:\n  vow: {party: east, retreat: 10}   # no move says `commits: vow`",
        "swear: {commits: vow}",
    ),
    (
        "SC707",
        "a probability that may leave 0 to 1",
        "Probabilities stay between 0 and 1 four standard deviations out.",
        "A few draws may then fail. Cut the prior off with `low` and `high`, or use `beta`.",
        "p_high: {prior: {normal: {mean: 0.3, sd: 0.1}}, ...}",
        "p_high: {prior: {beta: {mean: 0.3, sd: 0.1}}, ...}",
    ),
    (
        "SC708",
        "a cost of time without dates",
        "Costs per day come with a clock that has dates.",
        "Without dates no day passes and nothing is charged.",
        "clock: {at_end: quiet, waiting: {east: 1}}",
        "clock: {start: 2022-01-15, at_end: quiet, waiting: {east: 1}}",
    ),
    (
        "SC709",
        "a private dimension on which nothing depends",
        "Every private dimension is mentioned by a payoff, a cost, a chance or a guard.",
        "Types that differ in nothing only make the game larger.",
        "private:\n  mood: {values: {good: {prob: 0.5}, bad: {prob: 0.5}}}   # never mentioned",
        'payoff: {east: "if east.mood == good then 10 else 0"}',
    ),
    (
        "SC710",
        "a formula that is never used",
        "Every named formula is mentioned by another formula.",
        "It changes nothing; often its value was written out again where its name should be.",
        "formulas:\n  gain: {value: 100 - war_cost}\n...\n  payoff: {east: 100 - war_cost}",
        "  payoff: {east: gain}",
    ),
    (
        "SC711",
        "a sanction or an assurance that no move changes",
        "Every sanction is imposed by some move, every assurance given by one.",
        "What it costs or is worth is never paid.",
        "sanctions:\n  grain: {sender: west, ...}   # no move says `imposes: grain`",
        "ban: {imposes: grain}",
    ),
    (
        "SC712",
        "a question of bluff that nobody presses",
        "Where a threat may be a bluff, some move of another party says `refuses: true`.",
        "The question is what happens if it is refused to the end; nothing counts as refusing.",
        "bluff: {east: {threat: to strike, ...}}   # no move of west refuses",
        "moves:\n  refuse: {refuses: true}",
    ),
)
