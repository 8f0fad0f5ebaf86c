"""Keyed choice marks: harmless either/or wordings, chosen by a keyed hash of their context."""

from revenuer.mark.choices.chinese import CHINESE
from revenuer.mark.choices.choice import Choice, Slot
from revenuer.mark.choices.english import ENGLISH
from revenuer.mark.choices.marking import find_slots, mark, preferred

CHOICES = (*ENGLISH, *CHINESE)

__all__ = ["CHINESE", "CHOICES", "ENGLISH", "Choice", "Slot", "find_slots", "mark", "preferred"]
