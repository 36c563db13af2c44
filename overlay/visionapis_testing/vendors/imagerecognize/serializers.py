"""Findings as JSON: one kind of response per type of recognition."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from .examples import Finding

if TYPE_CHECKING:
    from visionapis_contracts.imagerecognize import responses

_MESSAGE = "Success"


def recognition_json(type_: str, findings: Sequence[Finding], remaining_calls: int) -> "responses.RecognitionOutcome":
    """Return the response with the findings of a type of recognition."""
    return _RESPONSES[type_](findings, remaining_calls)


def failure_json(type_: str, error: str, remaining_calls: int) -> "responses.FailedResponse":
    """Return the response to a recognition that failed."""
    return {
        "status": 200,
        "message": _MESSAGE,
        "data": {"error": error, "type": type_, "quota": remaining_calls},
    }


def cache_json(findings: Sequence[Finding], remaining_calls: int) -> "responses.CacheResponse":
    """Return the response with the findings of earlier calls."""
    objects = [_cached_result(each) for each in findings]
    return {
        "status": 200,
        "message": _MESSAGE,
        "data": {"error": 0, "type": "cache", "objects": objects, "quota": remaining_calls},
    }


def _objects_json(findings: Sequence[Finding], remaining_calls: int) -> "responses.ObjectsResponse":
    objects: list[responses.DetectedObject] = [
        {"name": each.name or "", "confidence": each.confidence, "coordinates": _boxes(each)} for each in findings
    ]
    return {
        "status": 200,
        "message": _MESSAGE,
        "data": {"error": 0, "type": "objects", "objects": objects, "quota": remaining_calls},
    }


def _celebrities_json(findings: Sequence[Finding], remaining_calls: int) -> "responses.CelebritiesResponse":
    people: list[responses.Celebrity] = [
        {"name": each.name or "", "confidence": each.confidence, "coordinates": _boxes(each)} for each in findings
    ]
    return {
        "status": 200,
        "message": _MESSAGE,
        "data": {"error": 0, "type": "celebrities", "objects": people, "quota": remaining_calls},
    }


def _faces_json(findings: Sequence[Finding], remaining_calls: int) -> "responses.FacesResponse":
    faces: list[responses.Face] = [{"confidence": each.confidence, "coordinates": _boxes(each)} for each in findings]
    return {
        "status": 200,
        "message": _MESSAGE,
        "data": {"error": 0, "type": "detect_faces", "objects": faces, "quota": remaining_calls},
    }


def _text_json(findings: Sequence[Finding], remaining_calls: int) -> "responses.TextResponse":
    fragments: list[responses.TextFragment] = [
        {
            "name": each.name or "",
            "text": each.text or "",
            "confidence": each.confidence,
            "coordinates": _boxes(each),
        }
        for each in findings
    ]
    return {
        "status": 200,
        "message": _MESSAGE,
        "data": {"error": 0, "type": "detect_text", "objects": fragments, "quota": remaining_calls},
    }


def _nsfw_json(findings: Sequence[Finding], remaining_calls: int) -> "responses.NsfwResponse":
    kinds: list[responses.UnsafeContent] = [
        {"name": each.name or "", "confidence": each.confidence} for each in findings
    ]
    return {
        "status": 200,
        "message": _MESSAGE,
        "data": {"error": 0, "type": "nsfw", "objects": kinds, "quota": remaining_calls},
    }


def _cached_result(finding: Finding) -> "responses.CachedResult":
    result: responses.CachedResult = {}
    if finding.name is not None:
        result["name"] = finding.name
    if finding.text is not None:
        result["text"] = finding.text
    result["confidence"] = finding.confidence
    if finding.boxes is not None:
        result["coordinates"] = _boxes(finding)
    return result


def _boxes(finding: Finding) -> "list[responses.BoundingBox]":
    return [{"x": x, "y": y, "width": width, "height": height} for x, y, width, height in finding.boxes or ()]


_RESPONSES: "Mapping[str, Callable[[Sequence[Finding], int], responses.RecognitionOutcome]]" = {
    "objects": _objects_json,
    "celebrities": _celebrities_json,
    "detect_faces": _faces_json,
    "detect_text": _text_json,
    "nsfw": _nsfw_json,
}
