"""The lab's tests need the extra `lab`; without it they are passed over, saying so."""

import os
from importlib.util import find_spec

import pytest

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "error"
os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"

NEEDED = ("torch", "transformers", "tokenizers", "safetensors")
MISSING = [name for name in NEEDED if find_spec(name) is None]
collect_ignore_glob = ["test_lab_*.py"] if MISSING else []


def pytest_report_header() -> str | None:
    """Say why the lab's tests are not run."""
    return f"tests/lab is passed over: no {', '.join(MISSING)}" if MISSING else None


@pytest.fixture(autouse=True, scope="session")
def _one_thread() -> None:
    """Tests share cores; torch's own threads would wait for each other."""
    if not MISSING:
        import torch
        import transformers

        torch.set_num_threads(1)
        transformers.utils.logging.disable_progress_bar()
