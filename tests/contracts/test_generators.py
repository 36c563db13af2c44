"""The check of other generators notices what they break, and what they mend."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.tools.test.generators import KNOWN, PYTHON, PYTHON_CLIENT, Fault, bodies, type_errors, verdict

ROOT = Path(__file__).resolve().parents[2]
IMPORTS = ROOT / "scripts" / "tools" / "test" / "imports.py"

# As the generators and the type checker said it.
SEEN = [
    Fault(PYTHON, "roboflow", 'configuration.py: error: Missing key "enum_values" for TypedDict "HostSettingVariable"'),
    Fault(PYTHON, "roboflow", "models/inference_result.py: error: Incompatible return value type (got dict)"),
    Fault(PYTHON_CLIENT, "nanonets", "api.ocr.ocr_full_text: NameError: name 'Unset' is not defined"),
    Fault(PYTHON_CLIENT, "roboflow", 'api/classification_infer.py: error: "str" has no attribute "to_dict"'),
    Fault(PYTHON_CLIENT, "ximilar", 'api/images/images_upload.py: error: Name "Unset" is not defined'),
]


def test_known_faults_pass() -> None:
    """The faults that are known, and no others, are no finding."""
    assert verdict(SEEN) == []


@pytest.mark.parametrize("gone", SEEN, ids=lambda fault: f"{fault.generator}-{fault.vendor}-{fault.text[:20]}")
def test_a_mended_fault_is_found(gone: Fault) -> None:
    """A known fault that no longer occurs is to be removed from the list, which names its generator and its issue."""
    (finding,) = verdict([fault for fault in SEEN if fault != gone])
    assert finding.startswith(f"gone, remove it from specs/{gone.vendor}/generators.toml: {gone.generator}: ")
    assert "https://github.com/" in finding


@pytest.mark.parametrize(
    "new",
    [
        Fault(PYTHON, "ximilar", SEEN[0].text),
        Fault(PYTHON_CLIENT, "nanonets", "api.ocr.ocr_train: NameError: name 'Unset' is not defined"),
        Fault(PYTHON_CLIENT, "roboflow", "exit status 1: Schema Detail clashes"),
    ],
    ids=["another vendor", "another operation", "another text"],
)
def test_a_new_fault_is_found(new: Fault) -> None:
    """A fault is known for one vendor, place and text only."""
    assert verdict([*SEEN, new]) == [f"new: {new.generator}, {new.vendor}: {new.text}"]


def test_every_known_fault_has_a_sample() -> None:
    """Each entry of the list matches one of the texts above, so that the tests above are about all of them."""
    assert all(any(known.matches(fault) for fault in SEEN) for known in KNOWN)


def test_broken_modules_and_lost_bodies_are_printed(tmp_path: Path) -> None:
    """A module that cannot be imported, and an operation that takes no body or is missing, are printed by name."""
    api = tmp_path / "made" / "api"
    api.mkdir(parents=True)
    for folder in (api, api.parent):
        (folder / "__init__.py").touch()
    (api / "broken.py").write_text("Unset", encoding="utf-8")
    (api / "upload.py").write_text("def _get_kwargs(*, body): ...", encoding="utf-8")
    methods = "    def classify(self, model, _timeout=None): ...\n    def label(self, model, file): ...\n"
    (api / "images.py").write_text(f"class Images:\n{methods}", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, IMPORTS, "made", "classify=1", "label=1", "upload=0", "train=0"],
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.splitlines() == [
        "api.broken: NameError: name 'Unset' is not defined",
        "classify: no argument for its body",
        "train: the operation cannot be imported",
    ]


def test_type_errors_are_told_by_generator_and_vendor(tmp_path: Path) -> None:
    """Messages of tsc and mypy name a file, whose folders are the generator and the vendor or its package."""
    said = (
        "hey-api/ximilar/types.gen.ts(7,3): error TS2322: Type 'true' is not assignable to type 'false'.\n"
        "openapi-python-client/openapi_python_client_roboflow/api/a.py:9: error: Name is not defined  [name-defined]\n"
        "Found 2 errors"
    )
    assert type_errors([sys.executable, "-c", f"import sys; print({said!r}); sys.exit(1)"], tmp_path) == [
        Fault("hey-api", "ximilar", "types.gen.ts: error TS2322: Type 'true' is not assignable to type 'false'."),
        Fault("openapi-python-client", "roboflow", "api/a.py: error: Name is not defined  [name-defined]"),
    ]


def test_type_checker_that_fails_without_a_file_is_an_error(tmp_path: Path) -> None:
    """A type checker that cannot run is not mistaken for one without findings."""
    with pytest.raises(RuntimeError, match="error TS5023"):
        type_errors([sys.executable, "-c", "import sys; print('error TS5023: no option'); sys.exit(1)"], tmp_path)


def test_bodies_are_those_of_the_contract() -> None:
    """Operations with a request body come with the number of parameters of the operation and of its path."""
    contract = ROOT / "generated" / "visionapis_contracts" / "roboflow" / "openapi.json"
    assert bodies(contract) == {
        "classification_infer": 15,
        "classification_infer_json": 0,
        "models_add": 0,
        "models_remove": 0,
    }
