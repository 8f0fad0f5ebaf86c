"""`python -m revenuer.ingest.fuzz --lines 1000000 --seed 1`: the readers against mutated lines.

Every line must end as a row or be quarantined, nothing may be raised, and every batch must be
valid exchanges.
"""

import argparse
import random
import time
from collections.abc import Iterator

from revenuer.ingest.formats import FORMATS, Format
from revenuer.ingest.json_lines import read_line
from revenuer.ingest.lines import Line
from revenuer.ingest.mutate import mutated
from revenuer.ingest.parsed import UNFORESEEN, Collector, Parsed
from revenuer.records import EXCHANGES

_BATCH = 2000


def fuzz(form: Format, count: int, seed: int) -> tuple[int, int]:
    """Reads `count` mutated example lines of a format; rows and quarantined records made of them.

    Raises `AssertionError` where a line is lost, counts do not add up, a batch is not valid or a
    converter met a shape it does not foresee; any other exception is a reader's own.
    """
    dice = random.Random(f"{form.name} {seed}")
    examples = [example.encode() for example in form.examples]
    collector = Collector("fuzz", form, _BATCH)
    rows = quarantined = 0
    for number in range(1, count + 1):
        content = mutated(dice.choice(examples), dice)
        before = collector.held
        read_line(Line(number, number, content), collector)
        blank = not content or content.isspace()
        assert (collector.held == before) is blank, (form.name, number, content)
        if collector.full() or number == count:
            for parsed in collector.hand_on():
                _sound(parsed)
                rows += parsed.batch.num_rows
                quarantined += len(parsed.quarantined)
    return rows, quarantined


def _sound(parsed: Parsed) -> None:
    parsed.batch.validate(full=True)
    assert parsed.batch.schema == EXCHANGES
    assert parsed.rows_in == parsed.batch.num_rows + len(parsed.quarantined)
    for name in ("exchange_id", "ts", "account_id"):
        assert parsed.batch.column(name).null_count == 0, name
    for entry in parsed.quarantined:
        assert entry.reason
        assert not entry.reason.startswith(UNFORESEEN), entry
        assert len(entry.excerpt) <= 200


def run(lines: int, seed: int) -> Iterator[str]:
    """Fuzzes every format with its share of the lines; a sentence on each, and one at the end."""
    begun = time.perf_counter()
    total_rows = total_quarantined = 0
    each = -(-lines // len(FORMATS))
    for form in FORMATS:
        rows, quarantined = fuzz(form, each, seed)
        total_rows += rows
        total_quarantined += quarantined
        yield f"{form.name}: {each:,} lines, {rows:,} rows, {quarantined:,} quarantined"
    took = time.perf_counter() - begun
    yield (
        f"{each * len(FORMATS):,} lines in {took:.0f} s: {total_rows:,} rows, "
        f"{total_quarantined:,} quarantined, none lost"
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for sentence in run(arguments.lines, arguments.seed):
        print(sentence, flush=True)


if __name__ == "__main__":
    main()
