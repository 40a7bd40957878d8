# %% [markdown]
# # Reading a forecast
#
# What each part of a forecast answers, and which mistake to avoid. The crisis is the invented one of the library,
# `skarn-narrows`, solved for 40 draws; take 500 for work.
# %%
import altair as alt

import standoff

alt.renderers.enable("svg")
forecast = standoff.forecast("skarn-narrows", draws=40, seed=1, threads=1)
data = forecast.to_json()
# %% [markdown]
# ## What is not in it
#
# Read this first: who is no player, and what the model does not control.
# %%
for line in [*data["left_out"], *data["not_controlled"][:2]]:
    print("-", line)
# %% [markdown]
# ## How does it end?
#
# Words, range of the words, mean over the draws, and the interval that 90% of the draws lie in. A wide interval means
# that the numbers of the file decide, and that nobody knows them; it is no error of the solver.
# %%
from standoff.report.words import in_words, interval, percent

for outcome in data["outcomes"].values():
    force = " *" if outcome["force"] else ""
    print(
        f"{outcome['title'] + force}: {in_words(outcome['mean'])}, {percent(outcome['mean'])} ({interval(outcome)})"
    )
# %% [markdown]
# Likelihood and confidence are two things, so they stand in two sentences:
# %%
from standoff.report.words import confidence

print(confidence(data))
# %% [markdown]
# ## Past crises beside it
#
# **Do not** read the mean without how often such crises ended so. An invented crisis has no past ones; a real one
# whose file gives none deserves less belief.
# %%
for rate in data["base_rates"]:
    print(
        f"{', '.join(rate['outcomes'])}: {rate['rate']:.0%} of {rate['cases']} cases ({rate['means']})"
    )
print(f"{len(data['base_rates'])} base rates in the file")
# %% [markdown]
# ## When?
# %%
from standoff.report.figures import when_chart

when_chart(data)
# %% [markdown]
# ## Is it a bluff?
#
# A threat is a bluff where its maker would not carry it out. That is a property of the type and not of what is said, so
# the probability moves as others see moves.
# %%
for party, days in data["bluff"].items():
    for day, one in days.items():
        print(f"{party}, {day}: {percent(one['mean'])} ({interval(one)})")
# %% [markdown]
# ## What comes next?
# %%
for party, turn in data["next_moves"].items():
    print(f"{turn['title']} ({party})")
    for move in turn["moves"].values():
        print(f"  {percent(move['mean']):>4} ({interval(move)})  {move['title']}")
# %% [markdown]
# ## Was it solved?
#
# Every draw has a certificate, computed by code that the solver does not share.
# %%
certificate = data["certificate"]
print(
    f"{certificate['solved']} of {data['draws']} draws solved; residual below 1e-8: {certificate['residual_max'] < 1e-8}"
)
