"""A share of a gap is recovered."""

from operator import neg

from tests.golden.mirrors import Options
from tests.simulations.draws import Scenario, claim, normal


def _mirror(options: Options) -> Options:
    """Let the first and the last arm change places, which at a share of 1 turns the effect."""
    return options | {"arm": options["whole"], "whole": options["arm"]}


EXAMPLE = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "whole": "x.c", "share": 0.5}
BATCHNORM = {"metric": "accuracy", "versus": "net.standard", "share": 1.0, "margin": 0.02, "whole": "net.layernorm"}
GOLDEN = {
    "supported": (0.195, BATCHNORM | {"arm": "net.batchnorm"}),
    "refuted": (-0.205, BATCHNORM | {"arm": "net.broken"}),
    "inconclusive": (0.015, BATCHNORM | {"arm": "net.noisy"}),
}
SAYS = {
    "supported": "accuracy by batchnorm \N{MINUS SIGN} layernorm is 20 points above 0 (19 to 20)",
    "refuted": "accuracy by broken \N{MINUS SIGN} layernorm is 20 points below 0 (20 to 21)",
    "inconclusive": "accuracy by noisy \N{MINUS SIGN} layernorm is 1.5 points above 0 "
    "(7.9 points below 0 to 11 points above 0)",
}
MIRROR = (_mirror, neg)
SCENARIOS = {
    "recovery": Scenario([claim("recovery", whole="x.c", share=0.5, margin=1.0)], normal(a=2, b=0, c=2)),
}
