"""A program that imports the client and makes one call, in three parts."""

CLIENT = "from visionapis import Nanonets"
# Nothing is sent: httpx's own time is not measured.
MAKE_CLIENT = """
import httpx
response = {"message": "Success", "result": [{"message": "Success", "input": "1.png", "page": 0, "prediction": []}]}
client = Nanonets("0123456789", transport=httpx.MockTransport(lambda request: httpx.Response(200, json=response)))
middle = time.perf_counter()
"""
CALL = """
from visionapis_generated.types import File
client.ocr.predict_files("0", file=[File(b"1")])
client.close()
"""
