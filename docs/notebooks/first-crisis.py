# %% [markdown]
# # A first crisis
#
# From a file to a forecast, with what lies between. The crisis is that of the tutorial: Borea wants a strait
# opened, Astoria holds it, and both hide something. Both are invented.
# %%
import altair as alt

import standoff

alt.renderers.enable("svg")
FILE = "../../examples/strait.yaml"
# %% [markdown]
# ## Is the file right?
#
# A right file has no findings. A wrong one has all of them at once, with the line and with what to write.
# %%
standoff.check(FILE)
# %%
text = open(FILE, encoding="utf-8").read().replace("prob: p_resolved", "prob: p_resolvd")
try:
    standoff.load_scenario("strait.yaml", text=text)
except standoff.ScenarioError as error:
    for finding in error.diagnostics:
        print(f"{finding.severity.value} {finding.code}: {finding.message}\n  help: {finding.help}")
# %% [markdown]
# ## What was understood
#
# The parties, and how large the game is, before anything is solved.
# %%
scenario = standoff.load(FILE)
for party in scenario.parties:
    print(f"{party.name}: {party.means}")
understood = standoff.describe(scenario)
print({key: understood["size"][key] for key in ("nodes", "infosets")})
# %% [markdown]
# ## The game
#
# Solved at the median of every parameter: the likely part of the tree. Boxes say who moves and, where the mover cannot
# tell some nodes apart, what it believes; lines are as thick as moves are probable.
# %%
standoff.tree(scenario, most=12, threads=1)
# %% [markdown]
# ## The forecast
#
# Every number of the file is uncertain, so the game is solved for many draws of them. The interval is what 90% of the
# draws lie in: it says how much the answer depends on numbers that nobody knows.
# %%
forecast = standoff.forecast(scenario, draws=60, seed=1, threads=1)
data = forecast.to_json()
for outcome in data["outcomes"].values():
    low, high = outcome["p05"], outcome["p95"]
    print(
        f"{outcome['title']:<40} {outcome['mean']:4.0%}  [{low:.0%} to {high:.0%}]  {outcome['words']}"
    )
# %%
from standoff.report.figures import outcomes_chart

outcomes_chart(data)
# %% [markdown]
# This is a map of what the file's assumptions imply. The states are invented, and so are their numbers; on a crisis
# with sources, `standoff.why` goes from an outcome back to paragraphs.
