"""Response bodies of the emulators."""

from tests.conformance.emulated import Responses, recording_channel
from tests.helpers.images import make_image

from .emulator import api


def collect(bodies: Responses) -> None:
    """Add the bodies of all operations, in all variants, and of some errors."""
    emulator = api.make_emulator()
    server = api.Api(recording_channel(emulator, bodies))
    for _ in api.call_every_operation(server):
        pass
    for path, model in (("/OCR", "receipts"), ("/ObjectDetection", "boxes")):
        target = f"{path}/Model/{model}"
        server.post(f"{target}/LabelFile/", files=api.file_parts(api.RED, make_image()), params={"async": "true"})
        server.post(f"{target}/LabelUrls/", data={"urls": [api.URLS["red"]]}, params={"async": "true"})
        server.post(f"{target}/LabelFile/", files=api.file_parts(b"x"))
        server.get(f"{path}/Model/unknown")
    server.get("/OCR/Model/receipts", headers={})
