"""A result is one tar: the same bytes everywhere, and nothing else comes out than went in."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

import pytest

from aqvision.library.files.packing import pack, unpack
from tests.support.places import a_result, content_of


def tar_of(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w") as archive:
        for about, content in members:
            about.size = len(content)
            archive.addfile(about, io.BytesIO(content))
    return path


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    about = tarfile.TarInfo(name)
    about.type, about.linkname = kind, target
    return about


def test_it_comes_back_and_is_the_same_bytes_on_every_machine(tmp_path: Path) -> None:
    one, other = (a_result(tmp_path / name, points="xyz") for name in ("one", "other"))
    (other / "report").touch()  # another time
    pack(one, tmp_path / "one.tar")
    pack(other, tmp_path / "other.tar")
    assert (tmp_path / "one.tar").read_bytes() == (tmp_path / "other.tar").read_bytes()
    unpack(tmp_path / "one.tar", tmp_path / "back")
    assert content_of(tmp_path / "back") == content_of(one)


def test_other_programs_can_check_it(tmp_path: Path) -> None:
    pack(a_result(tmp_path / "made"), tmp_path / "made.tar")
    (tmp_path / "plain").mkdir()
    subprocess.run(["/bin/tar", "xf", "../made.tar"], cwd=tmp_path / "plain", check=True)
    subprocess.run(
        ["/usr/bin/sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=tmp_path / "plain", check=True
    )


def test_every_cut_and_every_changed_byte_is_seen(tmp_path: Path) -> None:
    pack(a_result(tmp_path / "made", points="x" * 2000), tmp_path / "made.tar")
    whole = (tmp_path / "made.tar").read_bytes()
    begins = whole.index(b"<p>")
    damaged = [whole[:n] for n in (0, 100, 512, 1024, 2000, begins, begins + 2)]
    damaged += [whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1 :] for n in (0, 520, begins)]
    for number, content in enumerate(damaged):
        (tmp_path / "damaged.tar").write_bytes(content)
        with pytest.raises(ValueError, match=r".+"):
            unpack(tmp_path / "damaged.tar", tmp_path / f"back-{number}")


@pytest.mark.parametrize(
    "hostile",
    [
        member("../outside"),
        member("/outside"),
        member("link", tarfile.SYMTYPE, "/etc/passwd"),
        member("link", tarfile.LNKTYPE, "report"),
        member("pipe", tarfile.FIFOTYPE),
        member("sparse", tarfile.GNUTYPE_SPARSE),
        member("unnamed"),
    ],
    ids=lambda about: about.name,
)
def test_nothing_else_comes_out(hostile: tarfile.TarInfo, tmp_path: Path) -> None:
    """Even where the sums tell of it."""
    told = "" if hostile.name == "unnamed" else f"{'0' * 64}  {hostile.name}\n"
    source = tar_of(
        tmp_path / "hostile.tar",
        (member("SHA256SUMS"), told.encode()),
        (hostile, b"x" if hostile.isreg() and not hostile.issparse() else b""),
    )
    with pytest.raises(ValueError, match=r".+"):
        unpack(source, tmp_path / "back")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["back", "hostile.tar"]
    assert not Path("/outside").exists()
    assert all(path.is_file() and not path.is_symlink() for path in (tmp_path / "back").iterdir())


def test_a_tar_without_sums_is_none_of_ours(tmp_path: Path) -> None:
    source = tar_of(tmp_path / "plain.tar", (member("report"), b"<p>"))
    with pytest.raises(ValueError, match="no checksums"):
        unpack(source, tmp_path / "back")
