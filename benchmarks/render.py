"""How long a person waits for a report: 20 hypotheses and about 100 runs, with every measurement.

Run `python -m benchmarks.render [BUNDLE]`. The study is the published report of `santurkar_replication`, cut to its
first 20 claims, their experiments and five seeds; times are those of the whole command, in a process of its own.
The store remembers which code makes reports, as it does from the first `bnreport status` on, and no drawing but where
the row says that nothing changed.
"""

import sys
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.timing import measure, waiting
from bnreport.files import bundle_path, every_drawing, write_whole
from bnreport.registry import ArmName
from bnreport.report.made_with import remember_engine
from bnreport.results import Results
from bnreport.runs.bundle import packed, read_bundle

PUBLISHED = bundle_path(Path(__file__).parent.parent / "reports" / "santurkar_replication" / "cpu")
CLAIMS = 20
SEEDS = 5
EXPERIMENTS = ("vgg", "deep_linear")
FORMS: dict[str, tuple[str, ...]] = {
    "render 20 claims and 100 runs: HTML": (),
    "render 20 claims and 100 runs: HTML and summary PDF": ("--summary",),
    "render 20 claims and 100 runs: HTML and full PDF": ("--pdf",),
}


def cut(source: Path, folder: Path) -> tuple[int, int]:
    """Write a smaller bundle; return how many claims and runs it holds."""
    file, results = read_bundle(source)
    kept = [name for name in file.study.hypotheses if not name.endswith("resnet")][:CLAIMS]
    experiments = {name: file.study.experiments[name] for name in EXPERIMENTS}
    study = file.study.model_copy(
        update={"experiments": experiments, "hypotheses": {name: file.study.hypotheses[name] for name in kept}}
    )
    runs = {arm: seeds for arm, seeds in results.first(SEEDS).runs.items() if ArmName(arm).experiment in EXPERIMENTS}
    write_whole(bundle_path(folder), packed(replace(file, study=study), Results(runs)))
    return len(kept), sum(map(len, runs.values()))


def seconds(bundle: Path, *options: str, again: bool = False) -> float:
    """Return how long `bnreport render` takes: unless again, with nothing drawn or rendered before."""
    store = bundle.parent / "store"
    remember_engine(store)
    old = () if again else (*bundle.parent.glob("*.html"), *bundle.parent.glob("*.pdf"), *every_drawing(store))
    for path in old:
        path.unlink()
    return waiting("render", str(bundle), *options, "--store", str(store), "--quiet")


def main() -> None:
    """Print the medians, and keep all of it."""
    with tempfile.TemporaryDirectory() as folder:
        claims, runs = cut(Path(sys.argv[1]) if len(sys.argv) > 1 else PUBLISHED, Path(folder))
        bundle = bundle_path(Path(folder))
        print(f"{claims} hypotheses, {runs} runs, {bundle.stat().st_size / 1e6:.1f} MB of results")
        rows = {name: partial(seconds, bundle, *options) for name, options in FORMS.items()}
        rows["render 20 claims and 100 runs: HTML and full PDF, nothing changed"] = partial(
            seconds, bundle, "--pdf", again=True
        )
        measure("render", rows)


if __name__ == "__main__":
    main()
