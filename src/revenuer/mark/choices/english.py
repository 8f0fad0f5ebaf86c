"""English choices: same meaning, same grammar, both common.

Words that are also another part of speech ("uses", "shows", "start") are not among them: what
replaces the verb breaks the noun. A pair whose first sounds differ is left alone after `a` and
`an` (see `marking`).
"""

from revenuer.mark.choices.choice import Choice

ASKED = ("i", "you", "he", "she", "it", "we", "they", "there", "this", "that", "these", "those")
ASKING = ("why", "how", "where", "when", "who", "what")


def _denial(verb: str, short: str, *, opens: bool = False) -> Choice:
    """`verb` not, in full or contracted; only in statements, as questions turn round."""
    full = "cannot" if verb == "can" else f"{verb} not"
    return Choice(full, short, not_after=ASKING, not_before=ASKED, opens=opens)


ENGLISH = (
    Choice("for example", "for instance"),
    _denial("can", "can't"),
    _denial("do", "don't", opens=True),
    _denial("does", "doesn't"),
    _denial("did", "didn't"),
    _denial("is", "isn't"),
    _denial("are", "aren't"),
    _denial("was", "wasn't"),
    _denial("were", "weren't"),
    _denial("will", "won't"),
    _denial("would", "wouldn't"),
    _denial("should", "shouldn't"),
    _denial("could", "couldn't"),
    _denial("has", "hasn't"),
    _denial("have", "haven't"),
    Choice("usually", "typically"),
    Choice("often", "frequently"),
    Choice("quickly", "rapidly"),
    Choice("perhaps", "maybe"),
    Choice("therefore", "thus", not_before=("far",)),
    Choice("additionally", "in addition", not_before=("to",)),
    Choice("ensure that", "make sure that"),
    Choice("entirely", "completely"),
    Choice("primarily", "mainly"),
    Choice("particularly", "especially"),
    Choice("rarely", "seldom"),
    Choice("moreover", "furthermore"),
    Choice("nevertheless", "nonetheless"),
    Choice("consequently", "as a result", not_before=("of",)),
    Choice("each other", "one another"),
    Choice("despite", "in spite of"),
    Choice("apart from", "aside from"),
    Choice("toward", "towards"),
    Choice("among", "amongst"),
    Choice("anyone", "anybody"),
    Choice("everyone", "everybody"),
    Choice("someone", "somebody"),
)
