"""The command line with vendors that another package announces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.vendors import CLASSIFIERS

from .shell import problem_in

if TYPE_CHECKING:
    from .shell import Shell

VENDORS = """
from visionapis_generated.vendor import Vendor

def vendor(name, client, testing):
    return Vendor(
        name=name, title=client, client=client, client_module=name, generated=name, contract=name, testing=testing,
        base_url="https://api.example.com", url_variable=f"{name.upper()}_BASE_URL",
        key_variable=f"{name.upper()}_API_KEY", domains=("example.com",), image_formats=frozenset(),
    )

SHELTER = vendor("shelter", "Shelter", "shelter_testing")
MUTE = vendor("mute", "Mute", None)
BROKEN = vendor("broken", "Broken", None)
EMPTY = vendor("empty", "Empty", None)
"""

SHELTER = '''
from __future__ import annotations
from typing import Literal, TypedDict, Unpack
from visionapis import Classification, Label, InvalidImageError
from visionapis_generated.types import UNSET, Unset

class Options(TypedDict, total=False):
    """Options of the kennel.

    age: int or None
        Age of the
        animal. Default: any.
    """
    age: int | None

class Shelter:
    def __init__(self, **settings): pass
    def __enter__(self): return self
    def __exit__(self, *_): pass

    def classify(
        self,
        image: object,
        *,
        kennel: str,
        weight: float | None = None,
        coat_type: Literal["short", "long"] | Unset = UNSET,
        tags: list[str] | Unset = UNSET,
        wild: bool = False,
        secret: bytes = b"",
        **options: Unpack[Options],
    ) -> Classification[None]:
        """Classify an animal.

        Args:
            image: A photo.
            kennel: Name of the kennel, as
                `city/street`.
            weight: Weight in kg.
            coat_type: Length of the coat.
            tags: Tags to choose from.
            wild: Whether the animal is wild.
            **options: See `Options`.

        Raises:
            InvalidImageError: It is a note.
        """
        if "note" in str(image):
            raise InvalidImageError("it is a note")
        given = [kennel, weight, coat_type, tags, wild, options]
        return Classification(labels=(Label(name=repr(given), confidence=1.0),), image_size=None, raw=None)
'''

OPTIONS = """
OPTIONS = {"season": {"choices": ["summer", "winter"], "default": "summer", "help": "Shelter: the time of the year."}}
"""

ENTRY_POINTS = "[visionapis.vendors]\nshelter = shelter_vendors:SHELTER\nmute = shelter_vendors:MUTE\n"
ENTRY_POINTS += "broken = shelter_vendors:BROKEN\nempty = shelter_vendors:EMPTY\n"


@pytest.fixture(scope="module")
def extended(shell: Shell, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Return a shell in which a package announces the vendor Shelter, and Mute, whose client does not classify."""
    folder = tmp_path_factory.mktemp("packages")
    files = {
        "shelter_vendors.py": VENDORS,
        "shelter.py": SHELTER,
        "mute.py": "class Mute: pass",
        "broken.py": "import missing_package",
        "empty.py": "",
        "shelter_testing/__init__.py": "",
        "shelter_testing/command_line.py": OPTIONS,
        "shelter-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: shelter\nVersion: 1.0\n",
        "shelter-1.0.dist-info/entry_points.txt": ENTRY_POINTS,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return shell.with_environment(PYTHONPATH=f"{folder}:{shell.environment['PYTHONPATH']}")


def words(shell: Shell, *arguments: str) -> str:
    """Return what a command prints, with single spaces."""
    done = shell.run(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return " ".join(done.stdout.split())


def test_emulate_has_the_vendor(extended: Shell) -> None:
    """`emulate --help` names the vendor and its own option, which no other vendor takes."""
    text = words(extended, "emulate", "--help")
    assert "|mute|nanonets|roboflow|shelter|" in text.replace(" ", "")
    assert "--season [summer|winter] Shelter: the time of the year. [default: (summer)]" in text

    done = extended.run("emulate", "mute", "--season", "winter")
    assert done.returncode == 2
    assert "--season needs the vendor shelter" in problem_in(done)


def test_check_has_the_vendor(extended: Shell) -> None:
    """`check --help` names the vendor."""
    assert "|mute|nanonets|roboflow|shelter|" in words(extended, "check", "--help").replace(" ", "")


@pytest.mark.parametrize(
    ("vendor", "reason"),
    [
        ("broken", "ModuleNotFoundError: No module named 'missing_package'"),
        ("empty", "AttributeError: module 'empty' has no attribute 'Empty'"),
    ],
)
def test_broken_package_concerns_its_vendor_only(extended: Shell, vendor: str, reason: str) -> None:
    """A client that cannot be imported is an error of its own command, and no command of the list."""
    assert f"\n  {vendor} " not in extended.run("classify", "--help").stdout
    done = extended.run("classify", vendor, "dark.png")

    assert (done.returncode, done.stdout) == (1, "")
    assert problem_in(done) == f"visionapis: the client of {vendor} cannot be imported: {reason}\n"


def test_classify_has_the_vendor(extended: Shell) -> None:
    """`classify --help` names the vendors whose clients classify, and no other one has a command."""
    listed = extended.run("classify", "--help").stdout.partition("Commands:\n")[2]
    names = [line.split()[0] for line in listed.splitlines() if not line.startswith("   ")]
    assert names == sorted([*CLASSIFIERS, "shelter"])
    assert extended.run("classify", "mute", "dark.png").returncode == 2


def test_options_are_the_arguments_of_classify(extended: Shell) -> None:
    """The options have the names and types of the method's arguments, and the help of its docstring."""
    text = words(extended, "classify", "shelter", "--help")
    own = text.partition("Options: ")[2].partition(" --json")[0]

    assert own == (
        "--kennel TEXT Name of the kennel, as city/street. [required] --weight NUMBER Weight in kg. "
        "--coat-type [short|long] Length of the coat. --tags TEXT Tags to choose from. "
        "--wild Whether the animal is wild. --age N Age of the animal. Default: any."
    )
    assert "API of Shelter" in text
    assert "SHELTER_API_KEY" in text
    assert ("--threshold" in text, "--concurrency" in text) == (False, False)


def test_required_option(extended: Shell) -> None:
    """An argument without a default is a required option."""
    done = extended.run("classify", "shelter", "dark.png")
    assert done.returncode == 2
    assert "--kennel" in problem_in(done)


def test_options_reach_the_client(extended: Shell) -> None:
    """Options that are given are passed as values of the arguments' types, the others are not passed."""
    text = ["--kennel", "a/b", "--coat-type", "long", "--tags", "cat", "--tags", "dog", "--wild"]
    given = [*text, "--weight", "2", "--age", "3"]
    done = extended.run("classify", "shelter", *given, "dark.png", "note.txt", "light.png")
    label = "['a/b', 2.0, 'long', ['cat', 'dog'], True, {'age': 3}] 1.000"
    assert [" ".join(line.split()) for line in done.stdout.splitlines()] == [f"dark.png {label}", f"light.png {label}"]
    assert (done.returncode, done.stderr) == (1, "visionapis: note.txt: it is a note\n")

    few = extended.run("classify", "shelter", "--kennel", "a/b", "dark.png")
    assert "['a/b', None, UNSET, UNSET, False, {}]" in few.stdout
