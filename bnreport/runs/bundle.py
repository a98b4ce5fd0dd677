"""The results bundle: everything `render` needs, beside the report, without the store.

Gzipped JSON. The study stands on the first line, every run on a line of its own; each ends in the SHA-256 of what
stands before it, the first of the runs' checksums too. So an edit is noticed, a run that was taken out as well, and
each can be checked without being parsed.
"""

import re
from collections.abc import Iterable
from gzip import GzipFile, decompress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zlib import error as ZlibError  # noqa: N812  (a class)

from pydantic import ValidationError

from bnreport.errors import StoreError, printable
from bnreport.registry import ArmName
from bnreport.results import Results, RunResult
from bnreport.results.form import dumped, encoded, say_errors
from bnreport.runs.bundle_form import Bundle, Spec
from bnreport.study.arms import trained, tuning_conditions
from bnreport.study.load import StudyFile

if TYPE_CHECKING:
    from bnreport.study.schema import Study

_HEAD = re.compile(rb'^(\{"bundle":\d+,"spec":.*),"sha256":"([0-9a-f]{64})","runs":\[$', re.MULTILINE)
"""The study: what its checksum is of, the runs' checksums apart, and the checksum."""
_LINE = re.compile(rb'^(\{"arm":"((?:[^"\\]|\\.)+)","index":(\d+),.*),"sha256":"([0-9a-f]{64})"\},?$', re.MULTILINE)
"""A run: what its checksum is of, its arm, its seed's index, the checksum."""
_MEND = "Restore it from version control, or run the study again to rewrite it."


class Published(NamedTuple):
    """A study as it was asked for, and its runs."""

    file: StudyFile
    results: Results


def data_digests(study: "Study", results: Results) -> dict[str, str]:
    """Return, by data set as chosen in a study, the digest that its runs were trained on."""
    held = results.trained
    return {
        str(condition.recipe.dataset): run.settings["data"]
        for name, experiment in study.experiments.items()
        for arm, condition in trained(experiment).items()
        for run in held.get(ArmName(f"{name}.{arm}"), {}).values()
        if "data" in run.settings
    }


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
        for arm, seeds in sorted(results.trained.items())
        for index, run in sorted(seeds.items())
    ]
    head = dumped(spec.model_dump(mode="json"))  # in the study's own order: it is the order of the verdict board
    body = b'{"bundle":3,"spec":%b' % head
    seal = _seal(body, [line[-66:-2] for line in runs])
    text = b'%b,"sha256":"%b","runs":[\n%b\n]}\n' % (body, seal, b",\n".join(runs))
    packed = BytesIO()
    with GzipFile(filename="", mode="wb", compresslevel=6, fileobj=packed, mtime=0) as file_:
        file_.write(text)
    return packed.getvalue()


def _line(body: bytes) -> bytes:
    return b'%b,"sha256":"%b"}' % (body, sha256(body).hexdigest().encode())


def _seal(body: bytes, checksums: Iterable[bytes]) -> bytes:
    return sha256(b"".join([body, *checksums])).hexdigest().encode()


def read_bundle(path: Path) -> Published:
    """Read what `packed` made.

    Raises:
        StoreError: there is no bundle, it is not one that this version reads, or it was edited.
    """
    try:
        return _read(path, path.read_bytes())
    except FileNotFoundError:
        raise StoreError(f"{path}: there is no results bundle. Run the study first.") from None
    except (OSError, EOFError, ZlibError) as error:
        why = getattr(error, "strerror", None) or error
        raise StoreError(f"{path}: cannot be read as a results bundle ({why}). {_MEND}") from None


def _read(path: Path, packed: bytes) -> Published:
    text = decompress(packed)
    lines = _LINE.findall(text)
    for body, arm, index, checksum in lines:
        if sha256(body).hexdigest().encode() != checksum:
            which = printable(f"{arm.decode(errors='replace')}, seed {index.decode()}")
            raise StoreError(f"{path}: {which}: damaged or edited, it does not fit its checksum. {_MEND}")
    heads = _HEAD.findall(text)
    if heads and _seal(heads[0][0], [checksum for *_, checksum in lines]) != heads[0][1]:
        what = "the study that it holds, or which runs, does not fit its checksum: damaged or edited"
        raise StoreError(f"{path}: {what}. {_MEND}")
    try:
        held = Bundle.model_validate_json(text)
    except ValidationError as error:
        raise StoreError(f"{path}: this is no results bundle ({say_errors(error)}). {_MEND}") from None
    rows = [row for row in text.split(b"\n")[1:] if row]
    if not heads or not text.startswith(heads[0][0]) or len(rows) != len(lines) + 1 or rows[-1] != b"]}":
        raise StoreError(f"{path}: edited: study and runs do not stand each on a line, as they were written. {_MEND}")
    return _published(held)


def _published(held: Bundle) -> Published:
    spec = held.spec
    tuning = {f"{name}.{arm}" for name, each in spec.resolved.experiments.items() for arm in tuning_conditions(each)}
    runs: dict[ArmName, dict[int, RunResult]] = {}
    tuned: dict[ArmName, dict[int, RunResult]] = {}
    for entry in sorted(held.runs, key=lambda entry: (entry.arm, entry.index)):
        (tuned if entry.arm in tuning else runs).setdefault(entry.arm, {})[entry.index] = entry.run
    words = (Path(spec.name), spec.text, spec.profile, spec.because, spec.overrides)
    return Published(StudyFile(*words, spec.resolved, spec.registration), Results(runs, tuned))
