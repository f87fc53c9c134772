"""What is given away: the wheel does the README's first thing where no checkout is, the source archive is whole."""

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHIPPED = ("analytics", "dashboards", "sample_data")
pytestmark = pytest.mark.slow


def tracked() -> set[str]:
    """The files of this checkout that git knows; skips where there is no git."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("no git checkout")
    return {name for name in done.stdout.decode().split("\0") if name and (ROOT / name).exists()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("dist")
    words = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return folder


def test_the_source_archive_is_whole(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        held = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert tracked() - held == set()


def test_the_wheel_holds_every_file_of_the_packages_and_the_sample(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == {name for name in tracked() if name.split("/")[0] in SHIPPED}


def share_kernels(installed: Path) -> None:
    """Take the machine code that this checkout has compiled so far along: the same sources would give the same
    again, in two minutes. Numba knows a source by its size and moment."""
    for kept in (file for name in SHIPPED for file in ROOT.glob(f"{name}/**/*.nb[ic]")):
        there = installed / kept.relative_to(ROOT)
        there.parent.mkdir(exist_ok=True)  # Where Python writes no byte code, pip makes no folder for it.
        shutil.copy2(kept, there)
    for source in (file for name in SHIPPED for file in ROOT.glob(f"{name}/**/*.py")):
        moment = source.stat().st_mtime_ns
        os.utime(installed / source.relative_to(ROOT), ns=(moment, moment))


def test_the_demo_runs_from_the_wheel_alone(built: Path, tmp_path: Path) -> None:
    """The libraries are those of this environment (a .pth file), so that only the wheel itself is installed."""
    venv.create(tmp_path / "x", with_pip=False)
    python = next((tmp_path / "x").glob("[bS]*/python*"))
    purelib = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    here = [place for place in sys.path if place.endswith("-packages")]
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
    ]
    subprocess.run([*pip, str(next(built.glob("*.whl")))], check=True, capture_output=True)
    (Path(purelib) / "libraries.pth").write_text("\n".join(here) + "\n", encoding="utf-8")
    share_kernels(Path(purelib))

    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")} | {
        "WAKELINE_LANG": "en"
    }

    def run(*words: str) -> str:
        done = subprocess.run(
            words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout

    command = str(python.parent / "wakeline")
    where = run(
        str(python), "-c", "import analytics, dashboards; print(analytics.__file__, dashboards.__path__)"
    )
    assert str(ROOT) not in where and purelib in where
    assert run(command, "--version") == f"wakeline {version('wakeline')}\n"
    assert " checks hold." in run(command, "demo", "--no-dashboard")
    assert {"report.zh.html", "findings.json"} <= {
        file.name for file in (tmp_path / "demo-case" / "report").iterdir()
    }
    opened = run(
        str(python), "-c", "from dashboards import app; print(len(app.pages()), app.create_app() is not None)"
    )
    assert opened.split()[1] == "True" and int(opened.split()[0]) > 3


def test_two_builds_of_the_same_sources_are_the_same_bytes(tmp_path: Path) -> None:
    from tools.wheelhouse import wheel

    made = []
    for k in range(2):
        copy = tmp_path / f"source{k}"  # Another folder, written at another moment.
        for name in tracked():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
        made.append(wheel(tmp_path / f"out{k}", copy).read_bytes())
    assert made[0] == made[1]


def test_a_wheelhouse_installs_without_a_network(tmp_path: Path) -> None:
    """A wheel of a library is made here and pinned, so that the test asks no registry either."""
    from hashlib import sha256

    from tools.wheelhouse import fill

    links = tmp_path / "links"
    links.mkdir()
    name = "smallest-1.0-py3-none-any.whl"
    with zipfile.ZipFile(links / name, "w") as archive:
        archive.writestr("smallest.py", "ANSWER = 42\n")
        archive.writestr(
            "smallest-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: smallest\nVersion: 1.0\n"
        )
        archive.writestr(
            "smallest-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr("smallest-1.0.dist-info/RECORD", "")
    wanted = tmp_path / "requirements.txt"
    wanted.write_text(f"smallest==1.0 --hash=sha256:{sha256((links / name).read_bytes()).hexdigest()}\n")
    house = tmp_path / "house"
    fill(house, wanted, links)
    listed = {line.split("  ")[1]: line[:64] for line in (house / "SHA256SUMS").read_text().splitlines()}
    assert set(listed) == {file.name for file in house.iterdir()} - {"SHA256SUMS"}
    assert all(sha256((house / file).read_bytes()).hexdigest() == digest for file, digest in listed.items())
    venv.create(tmp_path / "v", with_pip=True)
    pip = [
        str(tmp_path / "v" / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "-q",
        "--no-index",
        "--find-links",
        str(house),
    ]
    subprocess.run([*pip, "--require-hashes", "-r", str(house / "requirements.txt")], check=True)
    subprocess.run([*pip, "--no-deps", "wakeline"], check=True)
    asked = [
        str(tmp_path / "v" / "bin" / "python"),
        "-c",
        "import smallest, analytics; print(smallest.ANSWER)",
    ]
    assert subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip() == "42"
