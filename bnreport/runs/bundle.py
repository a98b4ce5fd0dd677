"""The results bundle: everything `render` needs, beside the report, without the store.

Gzipped JSON. Every run stands on a line of its own that ends in the SHA-256 of what stands before it, so that an edit
is noticed and a run can be checked without being parsed.
"""

import re
from gzip import GzipFile, decompress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Self
from zlib import error as ZlibError  # noqa: N812  (a class)

from pydantic import BaseModel, Field, ValidationError, model_validator

from bnreport import hypotheses
from bnreport.errors import StoreError, printable
from bnreport.files import bundle_path, write_whole
from bnreport.results import ArmName, Results, RunResult
from bnreport.results.form import StoredRun, dumped, encoded, told
from bnreport.results.numbers import STRICT
from bnreport.results.run import Digest
from bnreport.study.arms import conditions
from bnreport.study.load import StudyFile
from bnreport.study.registration import Registration
from bnreport.study.schema import Study

_LINE = re.compile(rb'^(\{"arm":"((?:[^"\\]|\\.)+)","index":(\d+),.*),"sha256":"([0-9a-f]{64})"\},?$', re.MULTILINE)
"""A run: what its checksum is of, its arm, its seed's index, the checksum."""
_MEND = "Restore it from version control, or run the study again to rewrite it."


class _Form(BaseModel):
    model_config = STRICT


class Spec(_Form):
    """The study as it was asked for."""

    name: str
    """The file's name, without its folder: bundles name no machine."""
    text: str
    """The YAML."""
    profile: str
    because: str
    """Why this profile."""
    overrides: tuple[str, ...]
    """`--set` options, as given."""
    resolved: Study
    """The study with profile, overrides and every default applied."""
    registration: Registration | None
    """The lock, and what was changed since; null without a lock."""

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.profile not in self.resolved.profiles:
            raise ValueError(f"its study has no profile {self.profile!r}")
        return self


class Entry(_Form):
    """A run, and whose it is."""

    arm: ArmName
    """`experiment.condition`."""
    index: Annotated[int, Field(ge=0)]
    """Which of the study's seeds, counted from 0; the seed as drawn stands in the run's settings."""
    run: StoredRun
    sha256: Digest
    """Of the line that the run stands on, up to this field."""


class Bundle(_Form):
    """Everything that `bnreport render` needs: the study, and its runs."""

    bundle: Literal[2]
    spec: Spec
    runs: tuple[Entry, ...]
    """Each on a line of its own."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        experiments = self.spec.resolved.experiments.items()
        known = {f"{name}.{arm}" for name, experiment in experiments for arm in conditions(experiment)}
        if strange := sorted({entry.arm for entry in self.runs} - known):
            raise ValueError(f"its study has no arm {strange[0]!r}")
        if len({(entry.arm, entry.index) for entry in self.runs}) < len(self.runs):
            raise ValueError("two of its runs are of one arm and seed")
        return self


class Published(NamedTuple):
    """A study as it was asked for, and its runs."""

    file: StudyFile
    results: Results

    @property
    def data_digests(self) -> dict[str, str]:
        """Return, by data set as chosen in the study, the digest that its runs were trained on."""
        return {
            str(condition.recipe.dataset): run.settings["data"]
            for name, experiment in self.file.study.experiments.items()
            for arm, condition in conditions(experiment).items()
            for run in self.results.of(f"{name}.{arm}").values()
            if "data" in run.settings
        }


def write_bundle(file: StudyFile, results: Results, folder: Path) -> Path:
    """Write the bundle that belongs into a report's folder."""
    path = bundle_path(folder)
    write_whole(path, packed(file, results))
    return path


def packed(file: StudyFile, results: Results) -> bytes:
    """Return gzipped JSON, runs by arm and seed: the same bytes for the same runs, whatever wrote them."""
    spec = Spec.model_construct(
        name=file.path.name,
        text=file.text,
        profile=file.profile,
        because=file.because,
        overrides=file.overrides,
        resolved=file.study,
        registration=file.registration,
    )
    runs = [
        _line(b'{"arm":%b,"index":%d,"run":%b' % (dumped(arm), index, encoded(run)))
        for arm, seeds in sorted(results.runs.items())
        for index, run in sorted(seeds.items())
    ]
    head = dumped(spec.model_dump(mode="json"))  # in the study's own order: it is the order of the verdict board
    text = b'{"bundle":2,"spec":%b,"runs":[\n%b\n]}\n' % (head, b",\n".join(runs))
    packed = BytesIO()
    with GzipFile(filename="", mode="wb", compresslevel=6, fileobj=packed, mtime=0) as file_:
        file_.write(text)
    return packed.getvalue()


def _line(body: bytes) -> bytes:
    return b'%b,"sha256":"%b"}' % (body, sha256(body).hexdigest().encode())


def read_bundle(path: Path) -> Published:
    """Read what `write_bundle` wrote.

    Raises:
        StoreError: there is no bundle, it is not one that this version reads, or a run in it was edited.
    """
    try:
        text = decompress(path.read_bytes())
        lines = _LINE.findall(text)
        for body, arm, index, checksum in lines:
            if sha256(body).hexdigest().encode() != checksum:
                which = printable(f"{arm.decode(errors='replace')}, seed {index.decode()}")
                raise StoreError(f"{path}: {which}: damaged or edited, it does not fit its checksum. {_MEND}")
        held = Bundle.model_validate_json(text)
    except FileNotFoundError:
        raise StoreError(f"{path}: there is no results bundle. Run the study first.") from None
    except ValidationError as error:
        raise StoreError(f"{path}: this is no results bundle ({told(error)}). {_MEND}") from None
    except (OSError, EOFError, ZlibError) as error:
        why = getattr(error, "strerror", None) or error
        raise StoreError(f"{path}: cannot be read as a results bundle ({why}). {_MEND}") from None
    if len(lines) != len(held.runs):
        raise StoreError(f"{path}: edited: its runs do not stand each on a line, as they were written. {_MEND}")
    return _published(held)


def _published(held: Bundle) -> Published:
    spec = held.spec
    runs: dict[ArmName, dict[int, RunResult]] = {}
    for entry in sorted(held.runs, key=lambda entry: (entry.arm, entry.index)):
        runs.setdefault(entry.arm, {})[entry.index] = entry.run
    words = (Path(spec.name), spec.text, spec.profile, spec.because, spec.overrides)
    return Published(StudyFile(*words, spec.resolved, spec.registration), Results(runs))


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a bundle, unzipped."""
    made = Bundle.model_json_schema()
    claim = made["$defs"]["Hypothesis"]
    # a file's hypothesis has its kind for a key; a resolved one has it under `test`
    kinds = {name: claim["properties"].pop(name) for name in hypotheses.registry.names}
    del claim["oneOf"]
    claim["properties"]["test"] = {
        "type": "object",
        "properties": kinds,
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }
    claim["required"].append("test")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
