"""Serves the site, with a worker for its tasks beside it: ``python -m core.serve HOST:PORT``.

bin/serve starts it, once everything is there that the site needs. The worker stops when the site
does, and if it ends before, that is said and another one starts.
"""

import asyncio
import signal
import sys
from asyncio.subprocess import Process

from core.environment import THREADS

# With threads nobody who reads slowly holds up the others, and the timeout is no longer theirs: it ends a process
# that gives no sign of life. The longest pack takes some 15 seconds on a machine with nothing else to do.
SERVER = (
    *("-m", "gunicorn", "--worker-class", "gthread", "--threads", str(THREADS)),
    *("--timeout", "60", "--no-control-socket"),
)
SITE = (*SERVER, "core.wsgi", "--bind")
WORKER = ("manage.py", "db_worker", "--no-reload", "--no-startup-delay")
# A worker that was killed leaves letters behind that no task waits for any more: its successor looks for them.
LOOK = ("manage.py", "send_letters", "--by-worker")
PAUSE = 1  # seconds before another worker starts, so that one that cannot start does not keep the machine busy


async def serve(address: str) -> int:
    """Serve until the site ends, and return its exit status.

    The first SIGTERM or SIGINT ends the site, and then the worker once it has finished its task; the
    second ends the task too.
    """
    site = await _start(*SITE, address)
    working = asyncio.create_task(_keep_working())

    def end(given: signal.Signals) -> None:
        if site.returncode is None:
            site.send_signal(given)
        else:
            working.cancel()

    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, end, one)
    status = await site.wait()
    working.cancel()
    await asyncio.wait([working])
    return status


async def _keep_working() -> None:
    """Run one worker after another, until this is cancelled."""
    while True:
        worker = await _start(*LOOK)
        try:
            await worker.wait()
            worker = await _start(*WORKER)
            status = await worker.wait()
        except asyncio.CancelledError:
            if worker.returncode is None:
                worker.terminate()
            await worker.wait()
            raise
        print(f"The worker ended with status {status}. Another one starts.", file=sys.stderr)
        await asyncio.sleep(PAUSE)


async def _start(*command: str) -> Process:
    """Start a Python beside this one, which is told to stop when this one ends, however that comes about.

    It is out of the terminal's reach: Ctrl-C would come to it twice, from there and from here.
    """
    tied = ("setpriv", "--pdeathsig", "TERM", sys.executable)
    return await asyncio.create_subprocess_exec(*tied, *command, start_new_session=True)


if __name__ == "__main__":
    ended = asyncio.run(serve(sys.argv[1]))
    sys.exit(ended if ended >= 0 else 128 - ended)
