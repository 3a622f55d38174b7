import json
import subprocess
import sys

import pytest

from .races import ROOT, Environment


@pytest.mark.needs_postgresql
def test_requests_at_once_under_one_key_record_once(scratch_database: Environment) -> None:
    command = [sys.executable, "-m", "tests.ledger.api_races", "12"]
    done = subprocess.run(command, cwd=ROOT, env=scratch_database, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr

    for turn, outcome in enumerate(json.loads(done.stdout), start=1):
        assert outcome["entries"] == turn
        assert [status for status, _, _ in outcome["answers"]] == [201] * 5
        assert sorted(replayed or "" for _, replayed, _ in outcome["answers"]) == ["", *["true"] * 4]
        assert len({json.dumps(body, sort_keys=True) for _, _, body in outcome["answers"]}) == 1
