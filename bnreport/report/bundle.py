"""The results bundle: everything `render` needs, beside the report, without the store."""

import json
from pathlib import Path
from typing import NamedTuple

from bnreport.atomic import write_whole
from bnreport.codec import from_json, to_json
from bnreport.errors import StoreError
from bnreport.results import Results
from bnreport.spec import lock
from bnreport.spec.arms import conditions
from bnreport.spec.load import StudyFile
from bnreport.spec.models import Study

NAME = "results.json"
VERSION = 1


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


def read_bundle(folder: Path) -> Bundle:
    """Read what `write_bundle` wrote.

    Raises:
        StoreError: there is no bundle, or it is not one that this version reads.
        SpecError: the study in it is no longer valid.
    """
    path = folder / NAME
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["bundle"] != VERSION:
            raise StoreError(
                f"{path}: bundle version {data['bundle']!r} is unknown; this bnreport reads {VERSION}. "
                "Render with the version that wrote it."
            )
        spec = data["spec"]
        runs = {
            arm: {int(seed): from_json(run) for seed, run in sorted(seeds.items(), key=lambda item: int(item[0]))}
            for arm, seeds in data["runs"].items()
        }
        study = Study.model_validate(spec["resolved"])
        held = spec.get("registration")
        registration = lock.from_json(held) if held else None
    except OSError as error:
        raise StoreError(f"{path}: cannot read the results bundle ({error.strerror}). Run the study first.") from None
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise StoreError(
            f"{path}: this is no results bundle ({type(error).__name__}). Run the study again to rewrite it."
        ) from error
    name = Path(spec["name"])
    overrides = tuple(spec["overrides"])
    file = StudyFile(name, spec["text"], spec["profile"], spec["because"], overrides, study, registration)
    return Bundle(file, Results(runs))


def data_digests(folder: Path) -> dict[str, str]:
    """Return, by data set as chosen in the study, the digest that its published runs were trained on."""
    bundle = read_bundle(folder)
    digests: dict[str, str] = {}
    for name, experiment in bundle.file.study.experiments.items():
        for arm, condition in conditions(experiment).items():
            for run in bundle.results.runs.get(f"{name}.{arm}", {}).values():
                digests[str(condition.recipe.dataset)] = run.settings["data"]
    return digests
