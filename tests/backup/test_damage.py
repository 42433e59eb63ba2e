"""A backup with one wrong byte is refused, by the name of what is wrong, and nothing is written."""

import tarfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from newsroom.backup import END
from newsroom.backup.checking import check
from newsroom.backup.errors import Refused
from tests.backup.inside import rewrite
from tests.backup.places import sqlite_place
from tests.cast import Cast


@pytest.fixture
def backup(paper: Cast, tmp_path: Path) -> Path:
    path = tmp_path / "paper.tar"
    call_command("backup", out=path, quiet=True)
    return path


def damaged(path: Path, at: int, by: int = 0x40) -> Path:
    data = bytearray(path.read_bytes())
    data[at] ^= by
    out = path.with_name("damaged.tar")
    out.write_bytes(data)
    return out


def test_each_member_is_named(backup: Path) -> None:
    with tarfile.open(backup) as tar:
        found = [(info.name, info.offset_data, info.size) for info in tar if info.size]
    kinds = {"newsroom.json", "tables/articles_article/", "tables/accounts_user/", "media/", END}
    met = set()
    for name, start, size in found:
        kind = next((kind for kind in kinds if name.startswith(kind)), None)
        if kind is None or kind in met:
            continue
        met.add(kind)
        for at in (start, start + size // 2, start + size - 1):
            with pytest.raises(Refused) as refused:
                check(damaged(backup, at))
            assert f"“{name}”" in str(refused.value)
    assert met == kinds


def test_any_byte_anywhere_is_noticed(backup: Path) -> None:
    """Headers and the space between members too; of the last member and the zeros after it, which
    no sum is about, more."""
    size = backup.stat().st_size
    with tarfile.open(backup) as tar:
        last = tar.getmembers()[-1]
    end, zeros = last.offset, last.offset_data + last.size
    for at in [
        *range(0, end, max(1, size // 100)), *range(end, zeros, 3), *range(zeros, size, 199),
        size - 1,
    ]:  # fmt: skip
        try:
            check(damaged(backup, at))
        except Refused:
            continue
        raise AssertionError(f"byte {at} of {size}, the end begins at {end}")
    check(backup)


def test_cut_off_anywhere_it_says_so(backup: Path) -> None:
    data = backup.read_bytes()
    with tarfile.open(backup) as tar:
        ends = [info.offset for info in tar]
    for length in (0, 100, 512, *ends[1:20:5], ends[-1], len(data) // 2, len(data) - 2000):
        short = backup.with_name("short.tar")
        short.write_bytes(data[:length])
        with pytest.raises(Refused, match=r"cut off|ends early|damaged|no backup"):
            check(short)


def test_a_part_or_a_file_that_was_taken_out_is_missed(backup: Path) -> None:
    out = backup.with_name("less.tar")
    rewrite(backup, out, lambda found: found.pop("tables/articles_article/000001.tsv.gz"))
    with pytest.raises(Refused, match="0 rows of the table articles_article, and 2 were written"):
        check(out)
    rewrite(backup, out, lambda found: found.pop("media/portraits/空.png"))
    with pytest.raises(Refused, match="1 files of pictures and recordings, and 2"):
        check(out)


@pytest.mark.parametrize("name", ["media/../../etc/passwd", "media//etc/passwd", "evil"])
def test_nothing_gets_out_of_its_folder(backup: Path, name: str) -> None:
    out = backup.with_name("evil.tar")
    rewrite(backup, out, lambda found: found.setdefault(name, b"x"))
    with pytest.raises(Refused, match=r"no name of a file|belongs to no backup|was not written"):
        check(out)


def test_the_command_refuses_it_and_writes_nothing(backup: Path, tmp_path: Path) -> None:
    with tarfile.open(backup) as tar:
        at = next(info.offset_data for info in tar if info.name.startswith("media/images"))
    place = sqlite_place(tmp_path / "new")
    done = place.manage("restore", str(damaged(backup, at)))
    assert done.returncode != 0
    assert f"“media/images/ab/{'ab' * 32}.jpg” is not what was written" in done.stderr
    assert place.files == {}
    place.run("migrate", "--verbosity", "0")
    code = "from articles.models import Article; print(Article.objects.count())"
    assert place.run("shell", "--no-imports", "-c", code) == "0\n"
    # Where the paper is, nothing happens either.
    before = Article.objects.count()
    with pytest.raises(CommandError, match="has content already"):
        call_command("restore", backup)
    assert Article.objects.count() == before


def test_another_file_of_that_name_in_storage_is_not_overwritten(
    backup: Path, tmp_path: Path
) -> None:
    place = sqlite_place(tmp_path / "new")
    other = place.folder / "private" / "portraits" / "空.png"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"somebody else's")
    done = place.manage("restore", str(backup))
    assert done.returncode != 0
    assert "portraits/空.png is in storage already" in done.stderr
    assert place.files == {"portraits/空.png": b"somebody else's"}
    other.write_bytes(b"")
    assert "(1 of them were there)" in place.run("restore", str(backup))


def test_the_sum_written_elsewhere_is_asked_for(backup: Path) -> None:
    with pytest.raises(CommandError, match="not the file with this SHA-256"):
        call_command("restore", backup, check=True, sha256="0" * 64)
    with pytest.raises(CommandError, match="There is no file"):
        call_command("restore", backup.with_name("none.tar"))
    call_command("restore", backup, check=True)
