"""bnreport that saves a checkpoint at every look at the loss, sets no PDF, and dies in the middle of a file if asked.

Workers import this file too. Asked for by environment variables: `DIE_AT`, part of the name of a file at whose writing
the process is killed, its content on disk under a name that is not yet its own; `PAUSE`, seconds of rest after every
file, so that there is time to hit a training; `TELL`, a file that names what this process begins to train.
"""

import os
import signal
import sys
import time
from functools import partial
from pathlib import Path

fsync, fatal, told = os.fsync, os.environ.get("DIE_AT"), os.environ.get("TELL")
pause = float(os.environ.get("PAUSE", "0"))


def disturbed(descriptor):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Write a file's content; then be killed if it is the one, or rest."""
    fsync(descriptor)
    time.sleep(pause)
    if fatal and fatal in str(Path(f"/proc/self/fd/{descriptor}").readlink()):
        os.kill(os.getpid(), signal.SIGKILL)


if fatal or pause:
    os.fsync = disturbed

if __name__ == "__main__":
    from bnreport.cli.main import main
    from bnreport.executors import runner
    from bnreport.executors.job import Job
    from bnreport.executors.slot import Slot

    begin = Slot.begin

    def tell(slot, job):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        """Begin a job, and say so."""
        with open(told, "a") as file:  # noqa: PTH123
            file.writelines(f"{run.name}\n" for run in job.runs)
        begin(slot, job)

    if told:
        Slot.begin = tell  # type: ignore[method-assign]
    runner.Job = partial(Job, save_every=0.0)  # type: ignore[assignment,misc]
    sys.modules["weasyprint"] = None  # type: ignore[assignment]  # as if it were not installed
    sys.argv[0] = "bnreport"
    main()
