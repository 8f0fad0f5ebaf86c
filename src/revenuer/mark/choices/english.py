"""English choices: same meaning, same grammar, both common, neither a vowel away from the other.

A pair whose first sounds differ is left alone after `a` and `an` (see `marking`).
"""

from revenuer.mark.choices.choice import Choice

ENGLISH = (
    Choice("for example", "for instance"),
    Choice("do not", "don't"),
    Choice("does not", "doesn't"),
    Choice("cannot", "can't"),
    Choice("is not", "isn't"),
    Choice("are not", "aren't"),
    Choice("usually", "typically"),
    Choice("often", "frequently"),
    Choice("begin", "start"),
    Choice("begins", "starts"),
    Choice("quickly", "rapidly"),
    Choice("almost", "nearly"),
    Choice("perhaps", "maybe"),
    Choice("therefore", "thus"),
    Choice("additionally", "in addition"),
    Choice("ensure that", "make sure that"),
    Choice("helps", "assists"),
    Choice("purchase", "buy"),
    Choice("numerous", "many"),
    Choice("shows", "demonstrates"),
    Choice("regarding", "concerning"),
    Choice("entirely", "completely"),
    Choice("primarily", "mainly"),
    Choice("sufficient", "enough"),
    Choice("uses", "employs"),
)
