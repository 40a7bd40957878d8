# %% [markdown]
# # What if?
#
# A change can be *announced*, so that everybody plays the changed crisis, or come as a *surprise*, so that those who do
# not know of it play on as before. The two are different questions with different answers. The crisis is the invented
# one of the tutorial; both sides of a comparison use the same draws.
# %%
import altair as alt

import standoff
from standoff.forecast.standpoint import standpoint
from standoff.forecast.whatif import whatif
from standoff.report.figures_whatif import whatif_chart
from standoff.scenario.patch import patch_scenario

alt.renderers.enable("svg")
FILE = "../../examples/strait.yaml"
base = standpoint(standoff.forecast(FILE, draws=60, seed=1, threads=1))


def show(data):
    print(
        f"{data['kind']}: {', '.join(p['path'] for p in data['patches']) or data['moves'][0]['title']}"
    )
    for one in data["outcomes"].values():
        change, error = one["difference"], one["standard_error"]
        print(
            f"  {one['title']:<36} {one['base']['mean']:4.0%} -> {one['changed']['mean']:4.0%}  {change:+.1%} (se {error:.1%})"
        )


# %% [markdown]
# ## A number
#
# War costs both sides half as much again, and both know it.
# %%
patched = patch_scenario(FILE, ["war_cost=+50%"])
announced = whatif(
    base, patched.scenario, kind="announced", changes=patched.changes, threads=1
).to_json()
show(announced)
# %%
whatif_chart(announced)
# %% [markdown]
# ## A move
#
# Astoria refuses in writing, wherever it can. Announced, Borea knows so from the beginning, and learns nothing from the
# refusal. As a surprise, it presses and reads the refusal as before.
# %%
for kind in ("announced", "surprise"):
    show(whatif(base, kind=kind, force=["answer=refusal"], threads=1).to_json())
# %% [markdown]
# Where the two agree, nobody would have answered to the news. A check stands beside every what-if: the share of draws in
# which the change changed any number or choice at all.
# %%
print(f"input changed in {announced['input_changed']:.0%} of the draws")
