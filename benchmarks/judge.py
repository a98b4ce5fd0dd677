"""How long the verdicts on a thousand hypotheses of all kinds take, on ten seeds each.

Run `python -m benchmarks.judge`.
"""

from benchmarks.timing import ROUNDS, computing, tell
from bnreport.judge.verdicts import judge
from tests.simulations.many import study_and_runs

CLAIMS = 1000


def main() -> None:
    """Print the median."""
    study, results = study_and_runs(CLAIMS)
    judge(study, results, scale="paper")
    seconds = [computing(lambda: judge(study, results, scale="paper")) for _ in range(ROUNDS)]
    tell(f"{CLAIMS} hypotheses", seconds)


if __name__ == "__main__":
    main()
