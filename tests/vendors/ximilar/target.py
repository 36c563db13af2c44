"""An operation that accepts an uploaded image."""

from tests.emulators.channels import KEY
from tests.emulators.targets import Target
from visionapis_generated.ximilar import operations
from visionapis_testing import XimilarEmulator

TARGET = Target(
    lambda: XimilarEmulator(api_key=KEY),
    f"{operations.IMAGES_UPLOAD_FILE.path}/",
    {"authorization": f"Token {KEY}"},
    part="img_path",
)
