"""The games of the library written down a second time, as plain trees, from the works.

Each function is an independent reading of the model; no number is taken from the scenario files.
Keys of information sets are `turn|moves so far|own type`, moves with the ids of the files.
"""

from __future__ import annotations

from textbook import chance, leaf, move


def fearon_1995() -> tuple:
    def war(cost):
        return leaf(4, 5 - cost)

    def answer(k, name, cost):
        return move(1, f"answer|ask_{k}|{name}", accept=leaf(5 + k, 5 - k), fight=war(cost))

    costs = {"lowest": 0.5, "low": 1.5, "middle": 2.5, "high": 3.5, "highest": 4.5}
    return chance(
        *(
            (
                1 / 5,
                move(0, "offer||", **{f"ask_{k}": answer(k, name, cost) for k in range(6)}),
            )
            for name, cost in costs.items()
        )
    )


def fearon_1997(kind: str) -> tuple:
    costly = {"tying": "commit", "sinking": "mobilise"}[kind]

    def after(seen, name, value):
        sunk = 3 if seen == "mobilise" else 0
        broken = 3 if seen == "commit" else 0
        last = move(
            0,
            f"response|{seen}.challenge|{name}",
            fight=leaf(value / 2 - 3 - sunk, -3),
            **{"yield": leaf(-sunk - broken, 4)},
        )
        return move(1, f"challenge|{seen}|", stay_out=leaf(value - sunk, 0), challenge=last)

    def sender(name, value):
        signals = {seen: after(seen, name, value) for seen in ("silent", costly)}
        return move(0, f"signal||{name}", **signals)

    return chance((0.6, sender("low", 2)), (0.4, sender("high", 10)))


def powell() -> tuple:
    def tree(name, disaster):
        boom = leaf(-20, disaster)
        once = "dispute.escalate.kept_control"
        firm = chance((0.4, boom), (0.6, leaf(-5, 10)))
        stand = move(
            1,
            f"stand|{once}.escalate.kept_control|{name}",
            **{"yield": leaf(10, -5)},
            stand_firm=firm,
        )
        press = move(
            0,
            f"press|{once}|",
            **{"yield": leaf(-5, 10)},
            escalate=chance((0.2, boom), (0.8, stand)),
        )
        resist = move(
            1,
            f"resist|dispute|{name}",
            **{"yield": leaf(10, -5)},
            escalate=chance((0.2, boom), (0.8, press)),
        )
        return move(0, "dispute||", accept=leaf(-2, 0), dispute=resist)

    return chance((0.7, tree("irresolute", -40)), (0.3, tree("resolute", -10)))


def kurizaki() -> tuple:
    def threat(name, war, seen, back_down, concede):
        last = move(
            0, f"follow_up|{seen}.resist|{name}", back_down=leaf(back_down, 1), attack=leaf(war, -2)
        )
        return move(1, f"answer|{seen}|", concede=leaf(1, concede), resist=last)

    def tree(name, war):
        return move(
            0,
            f"opening||{name}",
            leave=leaf(0, 1),
            private_threat=threat(name, war, "private_threat", 0, 0),
            public_threat=threat(name, war, "public_threat", -2, -3),
        )

    return chance((0.5, tree("irresolute", -1)), (0.5, tree("resolute", 0.5)))


def signorino() -> tuple:
    last = move(0, "last|escalate.resist|", back_down=leaf(-1, 1), fight=leaf(-0.5, -1.5))
    answer = move(1, "answer|escalate|", give_in=leaf(2, -2), resist=last)
    return move(0, "opening||", keep=leaf(0, 0), escalate=answer)


def beer_quiche() -> tuple:
    def rival(seen, name, liked):
        wimp = name == "wimp"
        return move(
            1,
            f"choice|have_{seen}|",
            duel=leaf(liked, int(wimp)),
            walk_away=leaf(liked + 2, int(not wimp)),
        )

    def stranger(name):
        return move(
            0,
            f"breakfast_time||{name}",
            have_beer=rival("beer", name, int(name == "surly")),
            have_quiche=rival("quiche", name, int(name == "wimp")),
        )

    return chance((0.1, stranger("wimp")), (0.9, stranger("surly")))


def chain_store(prob_tough: float = 0.1, b: float = 0.5, a: float = 2.0) -> tuple:
    def market(left, past, name, gains):
        if left == 0:
            return leaf(*gains)
        row = 3 - left

        def then(did, entrant, monopolist):
            new = list(gains)
            new[row] += entrant
            new[3] += monopolist
            return market(left - 1, [*past, *did], name, new)

        weak = name == "weak"
        reply = move(
            3,
            f"reply_{left}|{'.'.join([*past, 'enter'])}|{name}",
            share=then(["enter", "share"], b, 0 if weak else -1),
            fight=then(["enter", "fight"], b - 1, -1 if weak else 0),
        )
        out = then(["out"], 0, a)
        return move(row, f"entry_{left}|{'.'.join(past)}|", out=out, enter=reply)

    zero = [0.0, 0.0, 0.0, 0.0]
    return chance(
        (1 - prob_tough, market(3, [], "weak", zero)), (prob_tough, market(3, [], "tough", zero))
    )


def centipede() -> tuple:
    node = leaf(6.4, 1.6)
    for k, pay in ((4, (0.8, 3.2)), (3, (1.6, 0.4)), (2, (0.2, 0.8)), (1, (0.4, 0.1))):
        node = move(
            (k + 1) % 2,
            f"move_{k}|{'.'.join(['pass_on'] * (k - 1))}|",
            take=leaf(*pay),
            pass_on=node,
        )
    return node


def schelling() -> tuple:
    boom = leaf(-30, -20)

    def reply(k):
        q = k / 10
        return move(
            1,
            f"reply|risk_{k}|",
            comply=chance((q / 5, boom), (1 - q / 5, leaf(10, -4))),
            refuse=chance((q, boom), (1 - q, leaf(0, 0))),
        )

    return move(0, "threat||", **{f"risk_{k}": reply(k) for k in range(6)})


def kuhn() -> tuple:
    rank = {"jack": 1, "queen": 2, "king": 3}

    def deal(mine, yours):
        sign = 1 if rank[mine] > rank[yours] else -1

        def pay(points):
            return leaf(points, -points)

        last = move(0, f"last|pass_on.bet|{mine}", fold=pay(-1), call=pay(2 * sign))
        return move(
            0,
            f"open||{mine}",
            pass_on=move(1, f"answer_pass|pass_on|{yours}", pass_on=pay(sign), bet=last),
            bet=move(1, f"answer_bet|bet|{yours}", fold=pay(1), call=pay(2 * sign)),
        )

    return chance(*((1 / 6, deal(m, y)) for m in rank for y in rank if m != y))


def babbling() -> tuple:
    def act(seen, fact):
        return move(
            1, f"act|say_{seen}|", **{f"act_{x}": leaf(x, -((x - fact) ** 2)) for x in (1, 2, 3)}
        )

    def say(name, fact):
        return move(0, f"talk||{name}", say_weak=act("weak", fact), say_strong=act("strong", fact))

    return chance((0.4, say("low", 1)), (0.6, say("high", 3)))


def attrition() -> tuple:
    def pay(i, j):
        share = 2.0 if i > j else 1.0 if i == j else 0.0
        return share - 1.5 * min(i, j)

    def second(i):
        return move(1, "second||", **{f"stay_{j}": leaf(pay(i, j), pay(j, i)) for j in range(3)})

    return move(0, "first||", **{f"stay_{i}": second(i) for i in range(3)})


def horse() -> tuple:
    def third(left, right):
        return move(2, "3||", left=leaf(*left), right=leaf(*right))

    second = move(1, "2||", across=leaf(1, 1, 1), down=third((4, 4, 0), (0, 0, 1)))
    return move(0, "1||", across=second, down=third((3, 2, 2), (0, 0, 0)))


def pennies() -> tuple:
    def column(pays):
        return move(1, "column||", first=leaf(*pays[0]), second=leaf(*pays[1]))

    return move(
        0,
        "row||",
        first=column([(1.1141, 0), (0, 1.1141)]),
        second=column([(0, 1.1141), (0.2785, 0)]),
    )
