import json

import pytest
from tests.support.devices import Fake

from standoff.errors import ExitCode
from standoff.solve import gpu


@pytest.mark.parametrize("device", ["cpu", "gpu"])
def test_the_manifest_says_where_draws_were_solved(call, scenario, tmp_path, monkeypatch, device):
    fake = Fake(1e9)
    monkeypatch.setattr(gpu, "find_devices", lambda: [fake])
    words = ("forecast", "strait.yaml", "--draws", 10, "--out", "run", "--device", device)
    assert call(*words, "--quiet").code == ExitCode.OK
    facts = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert facts["solver"]["device"] == device
    assert sum(fake.blocks) == (10 if device == "gpu" else 0)
