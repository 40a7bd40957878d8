"""What a drawing of a game tree shows, and that nothing in it overlaps."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import numpy as np
import pytest
from tests.support.golden_trees import FOLDER, NAMES, drawn
from tests.support.trees import tree
from tests.unit.cli.conftest import SCENARIO

from standoff.errors import UsageError
from standoff.game import central_numbers, compile_game, draw_numbers
from standoff.report.draw_tree import draw_file, draw_scenario
from standoff.report.tree_layout import LINE, SMALL, lay_out, text_width, wrapped
from standoff.report.tree_svg import tree_svg
from standoff.report.treeview import tree_view
from standoff.scenario import load_scenario
from standoff.solve import solve
from standoff.solve.playing import reach_probabilities

STATE = SCENARIO.replace("standoff: 1", "standoff: 1\nmemory: state")
ROUNDING = 1e-12


@pytest.fixture(scope="module")
def strait():
    return load_scenario("strait.yaml", text=SCENARIO)


def by_kind(view, kind):
    return [node for node in view.nodes if node.kind == kind]


@pytest.mark.parametrize("name", NAMES)
def test_drawings_are_the_ones_that_were_looked_at(name):
    kept = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert drawn(name).svg() == kept, "if it is meant: python -m tests.support.golden_trees"


def test_every_kept_drawing_is_of_a_model():
    assert sorted(file.stem for file in FOLDER.glob("*.svg")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_endings_and_stubs_add_up_to_certainty(name):
    view = drawn(name)
    total = sum(node.reach for node in view.nodes if node.kind in ("end", "stub"))
    assert total == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_moves_of_a_node_add_up_to_certainty(name):
    view = drawn(name)
    total = dict.fromkeys((n.id for n in view.nodes if n.kind in ("decision", "chance")), 0.0)
    for node in view.nodes:
        if node.parent is not None:
            total[node.parent] += node.prob
    assert list(total.values()) == pytest.approx([1.0] * len(total), abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_overlaps(name):
    layout = lay_out(drawn(name).to_json())
    boxes = []
    for item in layout.items:
        top, bottom = item.y - item.height / 2, item.y + item.height / 2
        boxes.append((item.x, item.x + item.width, top, bottom))
        if item.node["parent"] is not None and not item.alone:
            left = layout.label_x[item.node["depth"]]
            wide = max([text_width(line) for line in item.move] + [text_width(item.prob, SMALL)])
            up, down = LINE * len(item.move) + 2, SMALL + 2
            boxes.append((left, left + wide, item.y - up, item.y + down))
    for a, b in combinations(boxes, 2):
        apart = a[1] <= b[0] or b[1] <= a[0] or a[3] <= b[2] or b[3] <= a[2]
        assert apart, (a, b)
    assert min(box[2] for box in boxes) >= -3
    assert max(box[1] for box in boxes) <= layout.width + 1e-9


def test_beliefs_are_those_of_bayes(strait):
    game = compile_game(strait)
    numbers = central_numbers(strait, game)
    solution = solve(game, numbers, threads=1)
    reach = reach_probabilities(game, numbers, solution.strategy)[:, 0]
    view = tree_view(game, numbers, solution, scenario=strait, least=0)
    assert len(view.nodes) == game.n_nodes
    replies = [n for n in by_kind(view, "decision") if n.label == "B answers"]
    members = reach[game.infoset_nodes[game.infoset_start[0] : game.infoset_start[1]]]
    assert [n.belief for n in replies] == pytest.approx(list(members / members.sum()), abs=ROUNDING)
    assert [one.mass for one in view.sets] == pytest.approx([1.0] * len(view.sets))
    ends = sorted(n.reach for n in by_kind(view, "end"))
    assert ends == pytest.approx(sorted(reach[game.node_player == -2]), abs=ROUNDING)


def test_titles_are_those_of_the_file(strait):
    view = draw_scenario(strait, least=0.0, threads=1)
    assert view.players == ("Atlantis", "Borduria")
    labels = {node.label for node in view.nodes}
    assert {"Types are dealt", "B answers", "A acts or not [resolved]", "Use of force"} <= labels
    assert {"bluffing", "Refuse", "Give the strait up"} <= {node.move for node in view.nodes}


def test_what_is_left_out_is_counted_and_summed(strait):
    whole = draw_scenario(strait, least=0.0, threads=1)
    part = draw_scenario(strait, depth=1, threads=1)
    stubs = by_kind(part, "stub")
    assert [stub.hidden for stub in stubs] == [2, 2]
    assert sum(stub.reach for stub in stubs) == pytest.approx(1)
    assert max(node.depth for node in part.nodes if node.kind != "stub") == 1
    few = draw_scenario(strait, least=0.0, most=4, threads=1)
    assert sum(node.kind != "stub" for node in few.nodes) == 4
    assert len(whole.nodes) > 4


def test_the_likeliest_node_is_unfolded_first():
    game, numbers = tree(
        (
            "nature",
            {
                "rare": (0.1, (1, "x", {"a": (0, 0), "b": (1, 0)})),
                "usual": (0.9, (1, "y", {"a": (0, 0), "b": (1, 0)})),
            },
        )
    )
    view = draw_file(game, numbers, least=0.0, most=5, threads=1)
    unfolded = {node.parent for node in view.nodes if node.kind == "end"}
    assert [view.nodes[key].prob for key in unfolded] == [0.9]


def test_payoffs_add_up_what_is_paid_on_the_way(strait):
    game = compile_game(strait)
    numbers = central_numbers(strait, game)
    solution = solve(game, numbers, threads=1)
    view = tree_view(game, numbers, solution, least=0)
    mean = np.sum([np.array(n.payoffs) * n.reach for n in by_kind(view, "end")], axis=0)
    from standoff.report.solution import payoffs

    reach = reach_probabilities(game, numbers, solution.strategy)[:, 0]
    paid = payoffs(game, numbers, solution.strategy[:, 0], reach)
    assert list(mean) == pytest.approx(list(paid.values()), abs=ROUNDING)


def test_means_over_draws_are_means_over_draws(strait):
    game = compile_game(strait)
    _, numbers = draw_numbers(strait, game, 6, 1)
    solution = solve(game, numbers, threads=1)
    reach = reach_probabilities(game, numbers, solution.strategy)
    ends = np.flatnonzero(game.node_player == -2)
    for weights in (None, np.array([0.5, 0.1, 0.1, 0.1, 0.1, 0.1])):
        view = tree_view(game, numbers, solution, least=0, weights=weights)
        mean = reach.mean(axis=1) if weights is None else reach @ weights
        drawn_ends = sorted(n.reach for n in by_kind(view, "end"))
        assert drawn_ends == pytest.approx(sorted(mean[ends]), abs=ROUNDING)


def test_merged_pasts_are_unrolled():
    merged = load_scenario("strait.yaml", text=STATE)
    game = compile_game(merged)
    view = draw_scenario(merged, least=0.0, threads=1)
    plain = draw_scenario(load_scenario("strait.yaml", text=SCENARIO), least=0.0, threads=1)
    assert len(game.edge_child) >= game.n_nodes - 1
    assert len(view.nodes) == len(plain.nodes)
    assert [n.reach for n in view.nodes] == pytest.approx([n.reach for n in plain.nodes])


def test_a_drawing_can_start_at_a_turn(strait):
    view = draw_scenario(strait, turn="act", least=0.0, threads=1)
    whole = draw_scenario(strait, least=0.0, threads=1)
    assert view.nodes[0].kind == "start"
    begun = [node for node in view.nodes if node.parent == 0]
    assert [node.move for node in begun] == ["refuse; bluffing", "refuse; resolved"]
    assert sum(node.reach for node in begun) == pytest.approx(1)
    beliefs = {n.label: n.belief for n in whole.nodes if n.label.startswith("A acts")}
    assert {n.label: n.belief for n in begun} == pytest.approx(beliefs)


def test_an_unknown_turn_gets_the_known_ones(strait):
    with pytest.raises(UsageError, match="no turn `akt`") as error:
        draw_scenario(strait, turn="akt", threads=1)
    assert "`act`" in error.value.help


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"least": 1.0}, "least probability 1"),
        ({"least": float("nan")}, "least probability nan"),
        ({"most": 0}, "0 is not a number of nodes"),
        ({"depth": 0}, "0 is not a depth"),
    ],
)
def test_limits_that_cannot_be_are_refused(strait, limits, said):
    with pytest.raises(UsageError, match=said):
        draw_scenario(strait, threads=1, **limits)


def test_texts_are_escaped():
    game, numbers = tree((1, "x", {'<b> & "c"': (0, 0), "d": (1, 0)}))
    text = draw_file(game, numbers, threads=1).svg()
    assert "&lt;b&gt; &amp;" in text
    assert ET.fromstring(text).tag.endswith("svg")  # noqa: S314 (our own text)


def test_the_drawing_says_itself_in_words_and_in_a_notebook(strait):
    view = draw_scenario(strait, threads=1)
    root = ET.fromstring(view._repr_svg_())  # noqa: S314 (our own text)
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}title").text == "A small strait crisis"
    assert "Endings that are drawn:" in root.find(f"{space}desc").text
    assert root.get("role") == "img"


def test_plain_data_make_the_same_drawing(strait):
    view = draw_scenario(strait, threads=1)
    data = json.loads(json.dumps(view.to_json(), allow_nan=False))
    assert (data["format"], data["study"], data["seed"]) == (1, "tree", 1)
    assert tree_svg(data) == view.svg()


def test_movers_differ_in_shape_and_colour():
    text = drawn("selten-1975-horse").svg()
    shapes = [tag.split()[0] for tag in text.split("<") if 'class="fill-' in tag]
    assert {"circle", "polygon"} == set(shapes)
    colours = [rule for rule in ("fill-0", "fill-1", "fill-2") if text.count(rule) > 2]
    assert colours == ["fill-0", "fill-1", "fill-2"]


def test_long_titles_are_broken_and_cut():
    lines = wrapped("Grant some, open some for talks, refuse every kind of enlargement", 100, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(text_width(line) <= 120 for line in lines)
    assert wrapped("x" * 80, 100, 2)[0].endswith("…")


def test_columns_go_from_left_to_right():
    layout = lay_out(drawn("cho-kreps-1987-beer-quiche").to_json())
    edges = [
        sorted({round(i.x, 6) for i in layout.items if i.node["depth"] == d}) for d in range(4)
    ]
    assert all(len(x) == 1 for x in edges)
    assert all(a[0] < b[0] for a, b in pairwise(edges))


def test_a_report_has_the_drawing_with_its_finding_and_its_nodes(strait):
    from standoff.report.sections.tree import sections

    data = draw_scenario(strait, threads=1).to_json()
    (section,) = sections(data)
    figure = section.blocks[1]
    likely = max(
        {n["label"] for n in data["nodes"] if n["kind"] == "end"},
        key=lambda name: sum(n["reach"] for n in data["nodes"] if n["label"] == name),
    )
    assert f"Endings that are drawn: {likely}" in figure.caption
    assert len(figure.table.rows) == len(data["nodes"])
    assert all(len(row) == len(figure.table.columns) for row in figure.table.rows)
    assert figure.chart == tree_svg(data)
