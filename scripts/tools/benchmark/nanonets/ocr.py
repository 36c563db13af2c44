"""An OCR response."""

from visionapis_generated.nanonets.models import Detection

BOXES = 300
PAGE = "7a1f8e60-6fd0-11ec-9f6d-6e1b4d2c5a10"


def decode(document: dict[str, object]) -> Detection:
    """Return the response as objects. Raises RuntimeError if boxes are missing."""
    decoded = Detection.from_dict(document)
    if len(decoded.result[0].prediction) != BOXES:
        raise RuntimeError("the response was not decoded completely")
    return decoded


def response() -> dict[str, object]:
    """Return an OCR response with as many boxes, as described in the contract."""
    page = {"message": "Success", "input": "receipt.pdf", "page": 0, "request_file_id": PAGE, "id": PAGE, "rotation": 0}
    boxes = [
        {
            "id": f"1c0d8f6a-52f3-4b5e-9a7c-{number:012x}",
            "label": "seller_name",
            "xmin": 60 + number,
            "ymin": 310 + number,
            "xmax": 960 + number,
            "ymax": 350 + number,
            "score": 0.9137243,
            "ocr_text": f"Meadow & Finch Ltd., {number} Mill Lane",
            "type": "field",
            "status": "correctly_predicted",
            "page_no": 0,
            "label_id": "6c0b7a1e-1e2f-4c3d-8a5b-6f7e8d9c0b1a",
        }
        for number in range(BOXES)
    ]
    return {"message": "Success", "result": [{**page, "prediction": boxes}]}
