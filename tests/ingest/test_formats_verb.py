"""What `revenuer formats` prints."""

import pytest

from revenuer.cli.formats import formats
from revenuer.ingest import FORMATS
from revenuer.problems import Problem


def test_every_format_is_listed_with_a_whole_example_line(capsys):
    formats(None)
    printed = capsys.readouterr().out
    for form in FORMATS:
        assert f"\n{form.name}  {form.about}\n" in "\n" + printed
        assert min(form.examples, key=len) in printed
        assert form.fields["account_id"] in printed


def test_one_format_is_shown_in_full(capsys):
    for form in FORMATS:
        formats(form.name)
        printed = capsys.readouterr().out
        for example in form.examples:
            assert example in printed
        for field in form.fields:
            assert f"\n{field} " in printed
    assert "[timestamp]" in printed  # the mapping's own example comes with it


def test_a_wrong_name_gets_the_nearest():
    with pytest.raises(Problem, match="Did you mean 'bedrock'"):
        formats("bedrok")
