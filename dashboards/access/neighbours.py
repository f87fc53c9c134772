"""Whose process is at the other end of a connection on this machine, as the kernel tells it (Linux)."""

import ipaddress
import os
import sys
from pathlib import Path

TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))  # proc_pid_net(5)
OWNER = 7  # The column of the user who owns a socket.


def is_own(client: tuple[str, int], server: tuple[str, int]) -> bool:
    """Tell whether a connection comes from a process of the user who runs this one.

    client, server: address and port of its two ends. False where the kernel does not tell: on another system,
    without /proc, or of a connection that is gone.
    """
    wanted = (_hexadecimal(*client), _hexadecimal(*server))
    for table in TABLES:
        try:
            text = table.read_text(encoding="ascii")
        except OSError:
            continue
        owner = owner_in(text, *wanted)
        if owner is not None:
            return owner == os.geteuid()
    return False


def owner_in(table: str, local: str, remote: str) -> int | None:
    """Find the user who owns the socket with these two ends in a table of sockets; None without one.

    >>> row = "0: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1000 0 5 1"
    >>> owner_in("sl local_address rem_address\\n" + row, "0100007F:C350", "0100007F:1F90")
    1000
    """
    for line in table.splitlines()[1:]:
        cells = line.split()
        if cells[1:3] == [local, remote]:
            return int(cells[OWNER])
    return None


def _hexadecimal(address: str, port: int) -> str:
    """An end as the kernel writes it: the address as words of four bytes in the machine's order.

    >>> _hexadecimal("127.0.0.1", 8080) in ("0100007F:1F90", "7F000001:1F90")
    True
    """
    packed = ipaddress.ip_address(address).packed
    words = (packed[k : k + 4] for k in range(0, len(packed), 4))
    return "".join(f"{int.from_bytes(word, sys.byteorder):08X}" for word in words) + f":{port:04X}"
