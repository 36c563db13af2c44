"""Numbers of what tests find in the contract."""

from visionapis_testing.contracts.parsing import MULTIPART

UPLOADS = 1
"""Calls with a file in a form."""
WITH_PATH = 18
"""Calls with parameters in their paths."""
ENUMERATIONS = 8
"""Values of enumerations in the examples of responses."""
EXCLUDED = {MULTIPART, "text/html"}
"""Media types of bodies that are not validated, all or some; `exclusion_reason` has the reasons."""
