"""The results bundle: everything `render` needs, beside the report, without the store."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport.codec import from_json, to_json
from bnreport.errors import StoreError, printable
from bnreport.files import write_whole
from bnreport.results import Results, RunResult
from bnreport.study import lock
from bnreport.study.arms import conditions
from bnreport.study.load import StudyFile
from bnreport.study.schema import Study

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "results.json"
VERSION = 1
_DAMAGE = (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError)
"""What reading a damaged file may raise."""


class Bundle(NamedTuple):
    """A study as it was asked for, and its runs."""

    file: StudyFile
    """Its path is the spec's file name alone: bundles name no machine."""
    results: Results


def write_bundle(file: StudyFile, results: Results, folder: Path) -> Path:
    """Write `folder/results.json`."""
    write_whole(folder / NAME, encoded(file, results))
    return folder / NAME


def encoded(file: StudyFile, results: Results) -> bytes:
    """Return strict JSON, runs by sorted keys: the same bytes for the same runs."""
    spec = {
        "name": file.path.name,
        "text": file.text,
        "profile": file.profile,
        "because": file.because,
        "overrides": list(file.overrides),
        "resolved": file.study.model_dump(mode="json"),
        "registration": lock.to_json(file.registration) if file.registration else None,
    }
    runs = {arm: {str(seed): to_json(run) for seed, run in seeds.items()} for arm, seeds in results.runs.items()}
    # the study keeps its own order: it is the order of the verdict board
    return f'{{"bundle":{VERSION},\n"spec":{_dump(spec)},\n"runs":{_dump(runs, sort=True)}}}\n'.encode()


def _dump(data: object, *, sort: bool = False) -> str:
    return json.dumps(data, sort_keys=sort, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def read_bundle(folder: Path, name: str = NAME) -> Bundle:
    """Read what `write_bundle` wrote; a copy may have another name.

    Raises:
        StoreError: there is no bundle, or it is not one that this version reads.
        SpecError: the study in it is no longer valid.
    """
    path = folder / name
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["bundle"] != VERSION:
            raise StoreError(
                f"{path}: bundle version {data['bundle']!r} is unknown; this bnreport reads {VERSION}. "
                "Render with the version that wrote it."
            )
        file = _file(data["spec"])
        return Bundle(file, Results(_runs(file.study, data["runs"])))
    except OSError as error:
        raise StoreError(f"{path}: cannot read the results bundle ({error.strerror}). Run the study first.") from None
    except _DAMAGE as error:
        why = f"{type(error).__name__}: {error}".partition("\n")[0]
        raise StoreError(
            f"{path}: this is no results bundle ({printable(why)}). Run the study again to rewrite it."
        ) from error


def _file(spec: "Mapping[str, Any]") -> StudyFile:
    name, text, profile, because = words = [spec[key] for key in ("name", "text", "profile", "because")]
    overrides, held = spec["overrides"], spec.get("registration")
    if not isinstance(overrides, list) or not all(isinstance(word, str) for word in (*words, *overrides)):
        raise TypeError("name, text, profile, because or an override of the study is no text")
    study = Study.model_validate(spec["resolved"])
    if profile not in study.profiles:
        raise ValueError(f"its study has no profile {profile!r}")
    registration = lock.from_json(held) if held else None
    return StudyFile(Path(name), text, profile, because, tuple(overrides), study, registration)


def _runs(study: Study, runs: "Mapping[str, Mapping[str, Any]]") -> dict[str, dict[int, RunResult]]:
    """Rebuild the runs of the study's arms, in the order of their seeds."""
    known = {f"{name}.{arm}" for name, experiment in study.experiments.items() for arm in conditions(experiment)}
    if strange := sorted({*runs} - known):
        raise ValueError(f"its study has no arm {strange[0]!r}")
    found: dict[str, dict[int, RunResult]] = {arm: {} for arm in runs}
    for arm, seeds in runs.items():
        for seed in sorted(seeds, key=int):
            try:
                found[arm][_seed(seed)] = _run(seeds[seed])
            except _DAMAGE as error:
                raise ValueError(f"{arm}, seed {seed}: {type(error).__name__}: {error}") from error
    return found


def _seed(text: str) -> int:
    seed = int(text)
    if str(abs(seed)) != text:
        raise ValueError("seeds are written as whole numbers from 0")
    return seed


def _run(data: "Mapping[str, Any]") -> RunResult:
    run = from_json(data)
    if run.metrics.keys() != run.series.keys():
        raise ValueError("it has other metrics than series")
    for stamp in filter(None, (run.finished_at, run.started_at)):
        datetime.fromisoformat(stamp)
    return run


def data_digests(folder: Path) -> dict[str, str]:
    """Return, by data set as chosen in the study, the digest that its published runs were trained on."""
    bundle = read_bundle(folder)
    digests: dict[str, str] = {}
    for name, experiment in bundle.file.study.experiments.items():
        for arm, condition in conditions(experiment).items():
            for run in bundle.results.runs.get(f"{name}.{arm}", {}).values():
                if "data" in run.settings:
                    digests[str(condition.recipe.dataset)] = run.settings["data"]
    return digests
