"""The few system calls that durability hangs on, each in one place."""

import errno
import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from storage.archive import ArchiveFault

# flock() and fsync() do not promise there what they promise on a local disk.
NETWORK = frozenset(
    {"afs", "beegfs", "ceph", "cifs", "fuse.ceph", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs"}
    | {"fuse.sshfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "smb3"}
)

_CRASH = os.environ.get("FASCICOLO_CRASH", "")


def crash_point(name: str) -> None:
    """
    Kill this process, as a power cut would, when FASCICOLO_CRASH names the point.

    The points, in the order of a registration: ``blob_written``, ``blob_filed``,
    ``working_written``, ``working_synced``, ``register_written``, ``register_synced``,
    ``sidecar_written``, ``sidecar_filed``, ``index_written``, ``index_committed``; for accesses,
    ``access_written``, ``access_synced``; of an erasure, once its proof is registered,
    ``erased_beside``, ``erased_files``, ``erased_index``, ``erased_year``.
    """
    if name == _CRASH:
        os.kill(os.getpid(), signal.SIGKILL)


def refused(error: OSError) -> ArchiveFault:
    """Return what to tell a person when the disk did not take a registration."""
    return ArchiveFault(
        f"Il disco non accetta la registrazione ({error.strerror}): nulla è stato registrato. "
        "Liberare spazio o controllare il disco, poi riprovare."
    )


def write_all(fd: int, content: bytes) -> None:
    """
    Write all of *content* to *fd*.

    Raises:
        OSError: the disk took only a part of it, or nothing.
    """
    rest = memoryview(content)
    while rest:
        written = os.write(fd, rest)
        if not written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        rest = rest[written:]


def sync_file(path: Path) -> None:
    """Make the content of a file durable."""
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def sync_folder(folder: Path) -> None:
    """Make the names in *folder* durable."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def make_folder(folder: Path) -> None:
    """Make *folder* and the folders above it, closed to others, each name durable."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    sync_folder(folder.parent)


def remove_file(path: Path) -> None:
    """Remove a file, durably; one that is not there is removed already."""
    with suppress(FileNotFoundError):
        path.unlink()
        sync_folder(path.parent)


def write_file(
    path: Path,
    content: bytes,
    *,
    temporary: Path,
    mode: int,
    crash: str,
    durable: bool = True,
) -> None:
    """
    Put a whole file at *path*: temporary file, fsync, rename, fsync of the folder.

    The temporary file stays locked while it is written, so that `clean_temporary` can tell the
    one of a living process from what a crash left. Not *durable*, it is only all or nothing.
    *crash* names the crash points on the way.

    Raises:
        OSError: the disk refused; *path* is as it was.
    """
    make_folder(path.parent)
    name, fd = _temporary_file(temporary)
    try:
        write_all(fd, content)
        os.fchmod(fd, mode)
        if durable:
            os.fsync(fd)
        crash_point(f"{crash}_written")
        os.rename(name, path)
    except BaseException:
        name.unlink(missing_ok=True)
        raise
    finally:
        os.close(fd)
    if durable:
        sync_folder(path.parent)
    crash_point(f"{crash}_filed")


def _temporary_file(folder: Path) -> tuple[Path, int]:
    while True:
        name = folder / os.urandom(12).hex()
        fd = os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        fcntl.flock(fd, fcntl.LOCK_EX)
        # Between the two, somebody who is cleaning may have taken it for abandoned.
        if os.fstat(fd).st_nlink:
            return name, fd
        os.close(fd)


def clean_temporary(temporary: Path) -> int:
    """Remove the temporary files that no living process is writing; return how many."""
    return sum(_remove_if_abandoned(name) for name in list(temporary.iterdir()))


def _remove_if_abandoned(name: Path) -> bool:
    with suppress(FileNotFoundError), name.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        name.unlink()
        return True
    return False


@contextmanager
def locked(fd: int, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock of *fd* among processes; the kernel frees it when the holder dies."""
    fcntl.flock(fd, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(fd, fcntl.LOCK_UN)


def filesystem_of(path: Path, mountinfo: str) -> str:
    """Return the type of the file system that holds *path*, from the text of mountinfo(5)."""
    mounts = (line.split(" ") for line in mountinfo.splitlines())
    holding = [
        (len(point), fields[fields.index("-") + 1])
        for fields in mounts
        if path.is_relative_to(point := fields[4].replace("\\040", " "))
    ]
    # The last of the longest: a later mount on one point hides the earlier.
    return max(reversed(holding), key=lambda found: found[0])[1] if holding else ""


def refuse_network(folder: Path, mountinfo: str) -> None:
    """
    Refuse to keep an archive where locks and fsync are not to be trusted.

    Raises:
        ArchiveFault: *folder* is on a network file system.
    """
    if (kind := filesystem_of(folder.resolve(), mountinfo)) in NETWORK:
        raise ArchiveFault(
            f"La cartella dell'archivio è su un disco di rete ({kind}): usare un disco locale."
        )
