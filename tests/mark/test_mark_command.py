"""`revenuer mark select`."""

import json
from pathlib import Path

from typer.testing import CliRunner

from revenuer.cli.mark import app
from revenuer.problems import Problem


def test_select_says_why_not(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(
        json.dumps({"account_id": "a", "prompt": "p", "answers": ["x", "y"], "reference": "r"})
        + "\n"
        + json.dumps({"account_id": "a", "prompt": "p", "answers": ["abc " * 20, "xyz " * 20]})
    )
    outcome = CliRunner().invoke(app, ["select", str(path)])
    first, second = (json.loads(line) for line in outcome.stdout.splitlines())
    assert first == {
        "reference": "r",
        "coined": False,
        "why_not": "an answer is too short to learn from",
    }
    assert second["coined"] is True
    missing = CliRunner().invoke(app, ["select", str(tmp_path / "absent")])
    assert isinstance(missing.exception, Problem)
