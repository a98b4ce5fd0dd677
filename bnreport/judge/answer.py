"""What a verdict can be."""

from typing import Literal

Answer = Literal["supported", "refuted", "inconclusive", "not_run"]
DECIDED = ("supported", "refuted")
