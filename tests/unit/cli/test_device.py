"""`--device` of `standoff solve` and `standoff forecast`, run in process with devices for tests."""

import json

import pytest
from tests.support.devices import Fake

from standoff.errors import ExitCode
from standoff.solve import gpu
from standoff.solve.gpu import devices

SAME = 1e-9
ALL_THAT_FITS = 1e12


@pytest.fixture
def fake(monkeypatch):
    made = Fake(ALL_THAT_FITS)
    monkeypatch.setattr(gpu, "find_devices", lambda: [made])
    return made


def test_a_single_draw_climbs_on_the_device(call, scenario, fake):
    words = ("solve", "strait.yaml", "--json")
    cpu, other = call(*words), call(*words, "--device", "gpu")
    assert (cpu.code, other.code) == (ExitCode.OK, ExitCode.OK)
    assert fake.blocks == [1]
    payoffs = [json.loads(result.out)["payoffs"] for result in (cpu, other)]
    assert payoffs[1] == pytest.approx(payoffs[0], abs=SAME)


def test_a_forecast_hands_its_draws_to_the_device_at_once(call, scenario, fake, tmp_path):
    words = ("forecast", "strait.yaml", "--draws", "40", "--quiet", "--json")
    cpu = call(*words, "--out", "on-cpu")
    other = call(*words, "--out", "on-gpu", "--device", "gpu")
    assert (cpu.code, other.code) == (ExitCode.OK, ExitCode.OK)
    assert fake.blocks == [40]
    first, second = (json.loads(result.out)["outcomes"] for result in (cpu, other))
    assert list(second) == list(first)
    for name, one in first.items():
        assert second[name]["mean"] == pytest.approx(one["mean"], abs=SAME)
    manifest = json.loads((tmp_path / "on-gpu" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["solver"]["device"] == "gpu"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("solve", "--device", "tpu"), "`--device tpu` is not a device"),
        (("forecast", "--device", "GPU"), "`--device GPU` is not a device"),
        (("solve", "--device", "gpu", "--method", "lp"), "only `aqre` climbs on a GPU"),
        (("solve", "--device", "gpu", "--limit"), "`--device` has no meaning beside it"),
        (("forecast", "--device", "gpu", "--workers", "2"), "a run of this process alone"),
    ],
)
def test_wrong_words_are_refused(call, scenario, words, message):
    result = call(words[0], "strait.yaml", *words[1:])
    assert result.code == ExitCode.USER_MISTAKE
    assert message in result.err
    assert "help: " in result.err
    assert "Traceback" not in result.err


def test_what_to_write_is_said(call, scenario):
    result = call("solve", "strait.yaml", "--device", "tpu")
    assert "help: write `--device cpu` or `--device gpu`" in result.err


@pytest.mark.parametrize("verb", ["solve", "forecast"])
def test_a_missing_extra_is_named(call, scenario, monkeypatch, tmp_path, verb):
    monkeypatch.setattr(devices, "find_spec", lambda name: None)
    result = call(verb, "strait.yaml", "--device", "gpu")
    assert result.code == ExitCode.USER_MISTAKE
    assert "solving on a GPU needs the extra `gpu`" in result.err
    assert "pip install 'standoff[gpu]'" in result.err
    assert not list(tmp_path.glob("runs/*"))
