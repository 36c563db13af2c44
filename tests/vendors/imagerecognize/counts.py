"""Numbers of what tests find in the contract."""

from visionapis_testing.contracts.parsing import MULTIPART

UPLOADS = 5
"""Calls with a file in a form."""
WITH_PATH = 0
"""Calls with parameters in their paths."""
ENUMERATIONS = 0
"""Values of enumerations in the examples of responses."""
EXCLUDED = {MULTIPART}
"""Media types of bodies that are not validated, all or some; `exclusion_reason` has the reasons."""
