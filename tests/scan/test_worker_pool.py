"""Workers do not outlive a scan that is killed without warning."""

import subprocess
import sys
from pathlib import Path

STARTER = """
import time
from revenuer.scan.worker_pool import worker_pool

if __name__ == "__main__":
    with worker_pool(2) as pool:
        pool.submit(time.sleep, 0).result()
        print("ready", flush=True)
        pool.submit(time.sleep, 3600).result()
"""


def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    script = tmp_path / "starter.py"
    script.write_text(STARTER)
    process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.kill()
    # The pipe ends when its last holder is gone: the workers have it too.
    assert process.communicate(timeout=60)[0] == ""


def test_a_pool_that_is_done_ends_quietly(tmp_path: Path) -> None:
    script = tmp_path / "starter.py"
    script.write_text(STARTER.replace("3600", "0"))
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "ready\n", "")
