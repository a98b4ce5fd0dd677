"""How long the verdicts on a thousand hypotheses of all kinds take, on ten seeds each.

Run `python -m benchmarks.judge`.
"""

from benchmarks.timing import computing, measure
from bnreport.judge.verdicts import judge
from tests.simulations.many import study_and_runs

CLAIMS = 1000


def main() -> None:
    """Print the median, and keep all of it."""
    study, results = study_and_runs(CLAIMS)
    measure("judge", {f"judge {CLAIMS:,} hypotheses": lambda: computing(lambda: judge(study, results, scale="paper"))})


if __name__ == "__main__":
    main()
