"""Takes the README's pictures from the running program, and many more to look at.

    python3 packaging/screenshots.py                    the README's, into packaging/pictures
    python3 packaging/screenshots.py --all FOLDER       every scene in both themes, at several
                                                        sizes, at 100 % and at 200 %
    python3 packaging/screenshots.py --all FOLDER --only accepted palette     some of them

It plays on the stage of the end-to-end stories: a virtual screen, a keyring and a home of its own.
Nothing of the person who runs it is seen.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "packaging" / "pictures"

LOOKS = ((1360, 860, 1), (960, 600, 1), (1920, 1080, 1), (1360, 860, 2))
"""Widths, heights and scales to look at."""
THEMES = ("light", "dark")
HEAVIEST = 200_000
"""Bytes of a picture of the README."""


def main(arguments: Sequence[str]) -> int:
    """Take the pictures that `arguments` ask for and return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--all", metavar="FOLDER", type=Path)
    parser.add_argument("--only", metavar="SCENE", nargs="+")
    parser.add_argument("--shoot", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.shoot:
        return _shoot(Task(**json.loads(chosen.shoot)))
    if importlib.util.find_spec("PySide6") is None:
        return _in_the_environment(arguments)
    sys.path.insert(0, str(ROOT))
    if chosen.all is None:
        for theme in THEMES:
            _take(Task(str(PICTURES), ["accepted"], theme, name="window"))
        return _check_weight(PICTURES)
    for width, height, scale in LOOKS:
        for theme in THEMES:
            _take(Task(str(chosen.all), chosen.only or [], theme, width, height, scale))
    return 0


def _in_the_environment(arguments: Sequence[str]) -> int:
    """Do the same with the project's own Python, which is made where it is missing."""
    from environment import Environment

    environment = Environment(ROOT)
    environment.prepare("requirements-test.txt")
    return subprocess.call([environment.python, __file__, *arguments])


@dataclass(frozen=True)
class Task:
    """The pictures of one run of the program. `name` stands for the scene's where it is not
    empty; sizes are in device-independent pixels."""

    folder: str
    scenes: list[str]
    theme: str
    width: int = 1360
    height: int = 860
    scale: int = 1
    name: str = ""

    def path(self, scene: str) -> Path:
        """Return the file of a picture."""
        size = f"{self.width}x{self.height}" + (f"-at{self.scale}" if self.scale != 1 else "")
        return Path(self.folder) / f"{self.name or f'{scene}-{size}'}-{self.theme}.png"


def _take(task: Task) -> None:
    """Run the program on a stage of its own and take its pictures."""
    from tests.e2e.stage import Stage

    Path(task.folder).mkdir(parents=True, exist_ok=True)
    screen = f"{task.width * task.scale + 80}x{task.height * task.scale + 80}x24"
    with Stage(screen=screen) as stage:
        environment = {
            **stage.environment,
            "QT_SCALE_FACTOR": str(task.scale),
            "TZ": os.environ.get("TZ", ""),
        }
        command = [sys.executable, __file__, "--shoot", json.dumps(asdict(task))]
        subprocess.run(command, env=environment, check=True)


def _shoot(task: Task) -> int:
    """Take the pictures of one theme, size and scale in this process."""
    sys.path.insert(0, str(ROOT))
    from PySide6.QtWidgets import QApplication
    from scenes import TOUR, Look, Scenes, settle

    from appcues_console.ui.theme.theme import Mode

    application = QApplication(sys.argv[:1])
    application.setApplicationName("appcues-console")
    look = Look(Mode(task.theme), task.width, task.height)
    with (
        tempfile.TemporaryDirectory() as home,
        closing(Scenes(application, Path(home), look)) as scenes,
    ):
        for scene in task.scenes or TOUR:
            widget = getattr(scenes, scene)()
            settle()
            path = task.path(scene)
            # 0 is the smallest file that PNG can hold without loss.
            if not widget.grab().save(str(path), "PNG", 0):
                raise OSError(f"{path} could not be written")
            print(path, f"{path.stat().st_size / 1000:.0f} kB")
    return 0


def _check_weight(folder: Path) -> int:
    """Return 1 where a picture is too heavy for a README."""
    heavy = [path for path in folder.glob("*.png") if path.stat().st_size > HEAVIEST]
    for path in heavy:
        print(f"{path} is heavier than {HEAVIEST // 1000} kB", file=sys.stderr)
    return int(bool(heavy))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
