# %% [markdown]
# # Two sources, one crisis
#
# Two articles of opposed camps, and two views of one scenario made from their claims. Where do they disagree, and which
# disagreement decides? The file is that of the tutorial `one-crisis-two-sources`; it is invented.
# %%
import altair as alt

import standoff

alt.renderers.enable("svg")
FILE = "../../examples/two-sources.yaml"
scenario = standoff.load(FILE)
for source in scenario.sources:
    print(f"{source.key}: {source.title} (speaks from the side of {source.stance or 'nobody'})")
# %% [markdown]
# ## What the analyst makes of both
#
# Claims are weighed by rules that are written down, and pooled.
# %%
for one in standoff.evidence(scenario)["parameters"]:
    print(one["name"], "-", len(one["claims"]), "claims")
# %% [markdown]
# ## The endings, as each sees them
#
# All on the same draws, so that differences are the views' and not chance.
# %%
compared = standoff.compare(scenario, draws=40, seed=1, threads=1).to_json()
names = list(compared["forecasts"])
print(f"{'':<28}" + "".join(f"{name:>14}" for name in names))
for key, outcome in compared["outcomes"].items():
    means = [compared["forecasts"][name]["outcomes"][key]["mean"] for name in names]
    print(f"{outcome['title'][:27]:<28}" + "".join(f"{mean:>14.0%}" for mean in means))
# %%
from standoff.report.figures import compare_chart

compare_chart(compared)
# %% [markdown]
# ## Which disagreement does how much
#
# The difference of the two views is shared out among what they disagree about (Shapley values): each share is the mean
# effect of settling that disagreement, over all orders of settling.
# %%
views = [view.id for view in scenario.views]
explained = standoff.explain(scenario, views, draws=20, seed=1, threads=1).to_json()
for one in explained["disagreements"]:
    print(f"{one['share']:4.0%}  {one['name']}: {one['means']}")
print("settles most:", explained["settles_most"])
# %% [markdown]
# ## And without one of them?
#
# Numbers that rested on the source alone get their fallback; pooled ones lose its claims. The endings are those of
# play in which each party holds its own view, `played` above.
# %%
key = scenario.sources[1].key
left = standoff.without(key, FILE, draws=20, swap_draws=0, threads=1).to_json()
print("left out:", ", ".join(left["without"]))
for outcome in left["outcomes"].values():
    base, rest = outcome["base"]["mean"], outcome["without"]["mean"]
    print(f"{outcome['title'][:27]:<28} {base:4.0%} with it, {rest:4.0%} without")
