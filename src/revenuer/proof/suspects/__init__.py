"""Suspects: how likely a model finds each answer, however much of itself it shows."""

from revenuer.proof.suspects.continued import ContinuedTexts
from revenuer.proof.suspects.echoed import EchoedLogprobs
from revenuer.proof.suspects.endpoint import Endpoint
from revenuer.proof.suspects.local import LocalModel
from revenuer.proof.suspects.prompted import PromptLogprobs
from revenuer.proof.suspects.sampled import SampledTexts
from revenuer.proof.suspects.suspect import Suspect

__all__ = [
    "ContinuedTexts",
    "EchoedLogprobs",
    "Endpoint",
    "LocalModel",
    "PromptLogprobs",
    "SampledTexts",
    "Suspect",
]
