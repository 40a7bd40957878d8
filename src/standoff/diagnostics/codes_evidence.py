"""Codes about claims and how they are pooled."""

from __future__ import annotations

from standoff.diagnostics.codes_text import Row

EVIDENCE: tuple[Row, ...] = (
    (
        "SC801",
        "a claim from the future",
        "No claim rests on a source that was written after `as_of`.",
        (
            "A number that has seen the answer proves nothing. The day of writing counts: a text "
            "that was re-posted later was known earlier."
        ),
        (
            "as_of: 2022-01-12\nsources:\n  a: {title: A text, written: 2022-01-14}\n...\n"
            "    claims:\n      - {source: a, kind: event, value: 0.7}"
        ),
        "as_of: 2022-01-15\nsources:\n  a: {title: A text, written: 2022-01-14}",
    ),
    (
        "SC802",
        "claims that move nothing",
        "A parameter with claims has a pooled prior, or all its claims are records only.",
        "Evidence that has no effect on its number looks like support and is none.",
        "p: {value: 0.5, claims: [{source: a, kind: event, value: 0.7}], ...}",
        "p: {prior: {pooled: {base: {beta: {mean: 0.5, sd: 0.2}}}}, claims: [...], ...}",
    ),
    (
        "SC803",
        "a claim that does not say one thing",
        (
            "A claim that counts has exactly one of `value`, `range`, `words` and `doubts`; one "
            "that is left out has one at most."
        ),
        "A claim without a number cannot be pooled; of two, one would silently win.",
        "- {source: a, kind: event, value: 0.7, words: likely}",
        "- {source: a, kind: event, words: likely}",
    ),
    (
        "SC804",
        "a claim that its base rules out",
        (
            "The number of a claim lies inside the range of the base, ends excluded, a range "
            "rises, and words are about chances."
        ),
        (
            "A pool gives no chance to what its base rules out; and a claim of 0 or 1 would "
            "silence every other."
        ),
        (
            "prior: {pooled: {base: {beta: {mean: 0.5, sd: 0.2}}}}\n"
            "claims: [{source: a, kind: event, value: 1}]"
        ),
        "claims: [{source: a, kind: event, value: 0.98}]",
    ),
    (
        "SC805",
        "words that have no place in the lexicon",
        "Estimative words and hedges are in the lexicon, or the file says what they mean.",
        "Nothing is guessed: words that are not known would get a weight out of the air.",
        "- {source: a, kind: event, value: 0.7, hedge: touch wood}",
        "- {source: a, kind: event, value: 0.7, hedge: 0.5}",
    ),
    (
        "SC806",
        "a base that cannot be pooled",
        "The base of a pooled prior is a curve of a spread that can be reckoned with.",
        "Claims are pooled as curves; a choice among a few numbers has none.",
        "prior: {pooled: {base: {choice: {5: 0.5, 10: 0.5}}}}",
        "prior: {pooled: {base: {uniform: [5, 10]}}}",
    ),
    (
        "SC807",
        "against the interest of nobody",
        "A claim with `against_interest` has a source with a `side`, or a speaker with a party.",
        "It weighs more because it costs its own side something; that side must be known.",
        (
            "sources: {a: {title: A text}}\n...\n"
            "- {source: a, kind: quotation, value: 0.3, against_interest: true}"
        ),
        "sources: {a: {title: A text, side: east}}",
    ),
    (
        "SC808",
        "an event that its source could not know",
        "An event is not dated later than the writing of its source.",
        "What lies ahead of a text is a prediction, and weighs as one.",
        "- {source: a, kind: event, date: 2022-02-04, value: 0.7}   # written in January",
        "- {source: a, kind: prediction, date: 2022-02-04, value: 0.7}",
    ),
    (
        "SC809",
        "an exception without a reason",
        "A claim with `compiled: true` has a `reason`.",
        "An evaluation or metaphor that sets a number is an exception that readers must be told.",
        "- {source: a, kind: metaphor, value: 0.7, compiled: true}",
        "- {source: a, kind: metaphor, value: 0.7, compiled: true, reason: It is the main claim}",
    ),
    (
        "SC810",
        "no place in a paragraph",
        "`characters` are the start and the end of words in the `paragraph` beside them.",
        "A place that is not one leads nobody back to the words.",
        "evidence: [{source: a, paragraph: 3, characters: [40, 12]}]",
        "evidence: [{source: a, paragraph: 3, characters: [12, 40]}]",
    ),
    (
        "SC811",
        "a place that the source does not have",
        "Where a source is stored beside the file, its paragraphs and their lengths are known.",
        "A number off by one leads to other words.",
        "evidence: [{source: a, paragraph: 31}]   # of a text with 18 paragraphs",
        "evidence: [{source: a, paragraph: 13}]",
    ),
    (
        "SC812",
        "words that are not the author's",
        "Warns of evidence from captions, tags, share buttons and other parts of a page.",
        "Whoever posted the copy wrote them, or nobody did.",
        "- {source: b, paragraph: 23, kind: evaluation, value: 0.3}   # topic tags",
        "- {source: b, paragraph: 23, kind: evaluation, value: 0.3, from: reposter}",
    ),
    (
        "SC813",
        "words that a translation got wrong",
        "A claim that points to such words has a `gloss` and a `reading`.",
        "Taken as they stand, they would put a misreading into a number.",
        "- {source: a, paragraph: 17, characters: [347, 410], kind: event, value: 0.8}",
        (
            "- {source: a, paragraph: 17, characters: [347, 410], kind: event, value: 0.8, "
            "gloss: an economic term, reading: a person}"
        ),
    ),
    (
        "SC820",
        "a number that rests on what was not known yet",
        ("Under `--as-of`, a typed number whose sources were all written later has a `fallback`."),
        (
            "The number was typed by somebody who had read them. Without a fallback nobody can say "
            "what would have been typed before, so the forecast would know what it cannot know."
        ),
        "p: {value: 0.7, evidence: [{source: a, paragraph: 3}], ...}",
        (
            "p:\n  value: 0.7\n  evidence: [{source: a, paragraph: 3}]\n"
            "  fallback: {uniform: [0, 1]}\n  fallback_reason: Nothing else narrows it"
        ),
    ),
    (
        "SC821",
        "a source without a day",
        "Under `--as-of`, every source has `written` or `published`.",
        "A source that may have been written later could carry what was not known into a number.",
        "sources: {a: {title: A text}}",
        "sources: {a: {title: A text, written: 2022-01-12}}",
    ),
    (
        "SC822",
        "numbers typed with a later source in view",
        (
            "Warns, under `--as-of`, of typed numbers that rest on sources of both kinds: some "
            "that are left out, some that stay."
        ),
        (
            "The number stays, and part of it may come from what was not known yet. Claims of a "
            "pooled prior can be taken apart; a typed number cannot."
        ),
        "p: {value: 0.7, evidence: [{source: early}, {source: late}], ...}",
        (
            "p: {prior: {pooled: {base: {beta: {mean: 0.5, sd: 0.2}}}}, claims: [{source: early, "
            "kind: event, value: 0.6}, {source: late, kind: event, value: 0.8}], ...}"
        ),
    ),
    (
        "SC823",
        "a fallback that is never used",
        "Warns of a `fallback` of a number that rests on no source, or whose prior is pooled.",
        "A fallback stands in for sources that are left out; here there are none.",
        "p: {value: 0.7, evidence: assumed, fallback: {uniform: [0, 1]}, ...}",
        "p: {value: 0.7, evidence: assumed, ...}",
    ),
)
