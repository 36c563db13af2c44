"""Import the strict models and schemathesis."""

import schemathesis

from visionapis_contracts.roboflow import models

print(schemathesis.__name__, models.__name__)
