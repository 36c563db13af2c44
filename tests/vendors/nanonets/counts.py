"""Numbers of what tests find in the contract."""

from visionapis_testing.contracts.parsing import FORM, MULTIPART

UPLOADS = 10
"""Calls with a file in a form."""
WITH_PATH = 25
"""Calls with parameters in their paths."""
ENUMERATIONS = 31
"""Values of enumerations in the examples of responses."""
EXCLUDED = {MULTIPART, FORM}
"""Media types of bodies that are not validated, all or some; `exclusion_reason` has the reasons."""
