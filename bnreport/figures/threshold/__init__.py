"""How soon runs reach a threshold: their learning curves, and the share that is not there yet, arm by arm."""
