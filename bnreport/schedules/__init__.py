"""Learning-rate schedules, one file each: a factor of the base rate for every step."""

from bnreport.registry import Registry

registry = Registry(__name__, "schedule")
