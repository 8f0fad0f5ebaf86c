"""HTML to PDF, by the Chromium on this machine."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from revenuer.problems import Problem

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_SECONDS = 120


def print_pdf(html: Path, pdf: Path) -> None:
    """Print a page to PDF. Raises Problem where there is no Chromium, or it fails."""
    browser = next((found for name in NAMES if (found := shutil.which(name))), None)
    if browser is None:
        raise Problem(
            "A PDF needs Chromium, and there is none on this machine.",
            where=str(pdf),
            hint="install it, or print the HTML page from any browser; it says the same",
        )
    with tempfile.TemporaryDirectory(prefix="revenuer-") as profile:
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            "--disable-extensions",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={profile}",
            "--no-pdf-header-footer",
            f"--print-to-pdf={pdf.resolve()}",
            html.resolve().as_uri(),
        ]
        if os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium refuses root otherwise
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Problem(f"Chromium did not print the page: {error}.", where=browser) from error
    if done.returncode or not pdf.exists():
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise Problem(
            f"Chromium did not print the page ({' '.join(last)[:200]}).",
            where=browser,
            hint="print the HTML page from any browser; it says the same",
        )
