"""The commands that README and documentation show are run, and show what they say they show."""

import io
import re
import shlex
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from doc_pages import PAGES, ROOT, Block, blocks

from revenuer.cli import main

SMALL = {"demo": ["--scale", "0.02", "--quiet"]}
"""What is added to a verb so that it ends soon."""
NOT_OURS = re.compile(r"make \w+|source \.venv/bin/activate")


def console(page: Path) -> list[Block]:
    return [block for block in blocks(page) if block.kind == "console"]


def steps(body: str) -> list[tuple[str, list[str]]]:
    """Each command of a block with the output shown below it."""
    found: list[tuple[str, list[str]]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line.strip():
            assert found, f"a console block begins with output: {line!r}"
            found[-1][1].append(line)
    return found


def run(command: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Exit status and output of a command, as a shell would run it; `> FILE` is understood."""
    words = shlex.split(command)
    target = None
    if ">" in words:
        place = words.index(">")
        words, target = words[:place], Path(words[place + 1])
    monkeypatch.setattr(sys, "argv", [*words, *SMALL.get(words[1], [])])
    told = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    warned = io.StringIO()
    status = 0
    with redirect_stdout(told), redirect_stderr(warned):
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
    told.seek(0)
    if target is not None:
        target.write_text(told.read(), encoding="utf-8")
        return status, warned.getvalue()
    return status, told.read() + warned.getvalue()


def shows(output: str, shown: list[str]) -> bool:
    """Whether the shown lines occur in the output in order; `…` stands for anything."""
    rest = output
    for line in shown:
        pattern = ".*?".join(re.escape(part) for part in line.split("…"))
        found = re.search(f"^{pattern}$", rest, re.M | re.S if line == "…" else re.M)
        if found is None:
            return False
        rest = rest[found.end() :]
    return True


def test_shown_output_is_looked_for_in_order() -> None:
    output = "one\ntwo 2\nthree\n"
    assert shows(output, ["one", "two …", "three"])
    assert shows(output, ["…", "three"])
    assert not shows(output, ["three", "one"])
    assert not shows(output, ["two"])


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if console(page)],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_commands_run(page: Path, readers_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that fails must be followed by `$ echo $?` with its exit status."""
    monkeypatch.chdir(readers_folder)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("NO_COLOR", "1")
    for block in blocks(page):
        if block.file:
            (readers_folder / block.file).write_text(block.body, encoding="utf-8")
    last, output = 0, ""
    for block in console(page):
        if block.skip:
            continue
        for command, shown in steps(block.body):
            if command == "echo $?":
                assert shown == [str(last)]
                last = 0
                continue
            assert last == 0, f"the command before {command!r} exited with {last}: {output}"
            if NOT_OURS.fullmatch(command):
                continue
            assert command.startswith("revenuer "), f"{command!r} is not run by this test"
            last, output = run(command, monkeypatch)
            assert shows(output, shown), f"{command!r} printed\n{output}\nnot\n" + "\n".join(shown)
    assert last == 0, output


def test_what_is_not_run_says_why() -> None:
    skipped = [block.skip for page in PAGES for block in console(page) if block.skip]
    assert all(len(why.split()) >= 3 for why in skipped)
    assert len(skipped) <= 3
