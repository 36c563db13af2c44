"""Numbers of what tests find in the contract."""

from visionapis_testing.contracts.parsing import FORM, MULTIPART

UPLOADS = 2
"""Calls with a file in a form."""
WITH_PATH = 6
"""Calls with parameters in their paths."""
ENUMERATIONS = 0
"""Values of enumerations in the examples of responses."""
EXCLUDED = {MULTIPART, FORM, "image/jpeg", "text/plain"}
"""Media types of bodies that are not validated, all or some; `exclusion_reason` has the reasons."""
