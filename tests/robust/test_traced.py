"""What a log of strace says was written, and whom it says was reached."""

from __future__ import annotations

from pathlib import Path

from tests.robust import traced

LOG = """\
7 openat(AT_FDCWD</w>, "made", O_WRONLY|O_CREAT, 0666 <unfinished ...>
8 mkdir("/usr/there", 0777 <unfinished ...>
7 <... openat resumed>) = 3</w/made>
8 <... mkdir resumed>) = -1 EEXIST (File exists)
7 openat(AT_FDCWD</w>, "/usr/refused", O_RDWR|O_CREAT, 0666) = -1 EROFS (Read-only file system)
7 openat(AT_FDCWD</w>, "/usr/read", O_RDONLY) = 4</usr/read>
8 renameat(5</tmp/d>, "old", AT_FDCWD</w>, "/new") = 0
8 connect(9<socket:[1]>, {sa_family=AF_UNIX, sun_path="/s"}, 20) = 0
8 connect(9<socket:[1]>, {sa_family=AF_INET, sin_port=htons(80)}, 16) = -1 ENETUNREACH
9 mkdir("/usr/perhaps", 0777 <unfinished ...>
"""


def test_a_log_is_read(tmp_path: Path) -> None:
    """A call in two halves is one; what failed wrote nothing, but an attempt to reach counts.

    Of a call whose end is not told the worst is thought.
    """
    (tmp_path / "log").write_text(LOG)
    found = traced.read(tmp_path / "log", Path("/w"))
    assert found.written == {"/w/made", "/tmp/d/old", "/new", "/usr/perhaps"}
    assert len(found.reached) == 1
