# %% [markdown]
# # A canonical game: beer and quiche
#
# A published game with a known answer (Cho and Kreps 1987) shows what the solver finds and what it does not say. A
# stranger, weak or strong, has beer or quiche; a rival sees the breakfast and duels or walks away.
# %%
import numpy as np

import standoff

game, numbers = standoff.load_game("cho-kreps-1987-beer-quiche")
print(game.players, game.n_nodes, "nodes,", game.n_infosets, "information sets")
# %% [markdown]
# ## With errors: a quantal response equilibrium
#
# Choices err, less so for a larger precision lambda. The certificate is computed apart from the solver.
# %%
solution = standoff.solve(game, numbers, threads=1)
print("lambda", solution.lam[0], "- certified:", bool(solution.certificate.passed[0]))
for label, start, stop in zip(
    game.infoset_labels, game.action_start, game.action_start[1:], strict=False
):
    moves = dict(
        zip(
            game.action_labels[start:stop],
            solution.strategy[start:stop, 0].round(3).tolist(),
            strict=True,
        )
    )
    print(f"{label}: {moves}")
# %% [markdown]
# As a tree, unlikely moves too. Both types have beer, so beer teaches nothing: the belief after beer is the 10% of the
# deal. Who sees quiche is sure of a weak stranger.
# %%
standoff.tree("cho-kreps-1987-beer-quiche", least=0.0, threads=1)
# %% [markdown]
# ## Along the branch
#
# From lambda = 0, where every move is equally likely, to a large one. All precisions are solved at once, as draws.
# %%
lams = np.array([0.0, 0.5, 1.0, 2.0, 5.0, 20.0])
grid = numbers.select(np.zeros(len(lams), dtype=int))
grid = standoff.Numbers(grid.pay, grid.prob, lams)
along = standoff.solve(game, grid, threads=1)
for lam, beer in zip(lams, along.strategy[:3:2].T.round(2).tolist(), strict=True):
    print(f"lambda {lam:4.1f}: beer, weak {beer[0]:.2f}, strong {beer[1]:.2f}")
# %% [markdown]
# ## Without errors: where the branch ends
#
# The limit for large lambda is a candidate for a sequential equilibrium, which is then tested.
# %%
found = standoff.solve.limit(game, numbers)
test = standoff.solve.sequential_test(game, numbers, found.strategy, found.beliefs)
print(test.verdict.name.lower())
for label, start, stop in zip(
    game.infoset_labels, game.action_start, game.action_start[1:], strict=False
):
    print(
        label,
        dict(
            zip(
                game.action_labels[start:stop],
                found.strategy[start:stop].round(3).tolist(),
                strict=True,
            )
        ),
    )
# %% [markdown]
# ## Is it the only one?
#
# A search from other starts finds no other at this precision. That is no proof that there is none:
# %%
others = standoff.solve.find_equilibria(game, numbers, starts=32, seed=1, threads=1)
print("found:", int(others.count[0]))
# %% [markdown]
# Both could have quiche instead, because the rival would take a beer drinker for weak and duel. Cho and Kreps show
# that this belief is unreasonable (their intuitive criterion), but it is consistent, so the test passes it. A sequential
# equilibrium is not thereby a sensible one.
# %%
quiche = np.array([0, 1, 0, 1, 1, 0, 0, 1.0])  # both quiche; duel after beer, not after quiche
for label, start, stop in zip(
    game.infoset_labels, game.action_start, game.action_start[1:], strict=False
):
    print(
        label, dict(zip(game.action_labels[start:stop], quiche[start:stop].tolist(), strict=True))
    )
print(standoff.solve.sequential_test(game, numbers, quiche).verdict.name.lower())
