"""The contracts, as documents that a run may alter."""

import json
from importlib import resources

from visionapis_testing.conformance.runs import Document


def contract(vendor: str) -> Document:
    """Return a vendor's whole contract, a new copy each time."""
    text = resources.files("visionapis_contracts").joinpath(vendor, "openapi.json").read_text(encoding="utf-8")
    document: Document = json.loads(text)
    return document
