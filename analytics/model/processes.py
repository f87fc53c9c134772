"""Worker processes that do not outlive the process that began them."""

import os
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread

ENDED = 1  # The exit status of a worker whose work nobody asks for any more.


def end_with_parent() -> None:
    """End this worker as soon as the process that began it is gone, however that ended.

    A worker waits for work on a pipe of which it holds both ends: were its parent killed, it would wait for
    ever. To be called first in a worker; in a process that is no worker it does nothing.

    >>> end_with_parent()
    """
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(ENDED)
