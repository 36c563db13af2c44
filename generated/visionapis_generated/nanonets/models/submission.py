# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Submission")


@_attrs_define
class Submission:
    """What was taken with `async=true`: files with their pages, or, in the newer shape, the pages. Without
    `async=true` the pages come with what was found, as in `Detection`.

    """

    message: str
    """ `Success`, or what went wrong. """
    result: list[DetectedPage | SubmittedFile]
    """ One entry a file, or one a page. """
    signed_urls: SignedUrls | Unset = UNSET
    """ Addresses under which the pictures can be fetched without a key, by the path at which the vendor keeps them.
    They are secrets for as long as they are valid: 4 hours, the long ones 180 days.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        message = self.message

        result = []
        for result_item_data in self.result:
            result_item: dict[str, Any]
            if isinstance(result_item_data, SubmittedFile):
                result_item = result_item_data.to_dict()
            else:
                result_item = result_item_data.to_dict()

            result.append(result_item)

        signed_urls: dict[str, Any] | Unset = UNSET
        if not isinstance(self.signed_urls, Unset):
            signed_urls = self.signed_urls.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "message": message,
                "result": result,
            }
        )
        if signed_urls is not UNSET:
            field_dict["signed_urls"] = signed_urls

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        message = d.pop("message")

        result = []
        _result = d.pop("result")
        for result_item_data in _result:

            def _parse_result_item(data: object) -> DetectedPage | SubmittedFile:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    result_item_type_0 = SubmittedFile.from_dict(data)

                    return result_item_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                result_item_type_1 = DetectedPage.from_dict(data)

                return result_item_type_1

            result_item = _parse_result_item(result_item_data)

            result.append(result_item)

        _signed_urls = d.pop("signed_urls", UNSET)
        signed_urls: SignedUrls | Unset
        if isinstance(_signed_urls, Unset):
            signed_urls = UNSET
        else:
            signed_urls = SignedUrls.from_dict(_signed_urls)

        submission = cls(
            message,
            result,
            signed_urls,
        )

        submission.additional_properties = d
        return submission

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


from ..models.detected_page import DetectedPage  # noqa: E402
from ..models.signed_urls import SignedUrls  # noqa: E402
from ..models.submitted_file import SubmittedFile  # noqa: E402
