# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
"""Recognize what an image shows, and read the results of earlier calls."""

from __future__ import annotations

from ...operation import AsyncRequestSender, RequestSender
from ...types import File
from .. import models, operations


class Recognition:
    """Recognize what an image shows, and read the results of earlier calls.

    Each method can raise these errors, besides those that it documents itself.

    Raises:
        BadRequestError: Status 300: The server received no data, usually because the slash at the end of the
            URL is missing. This is not a redirect and has no `Location`.
        BadRequestError: `apikey`, in lower case, is missing.
        AuthenticationError: The key is wrong.
        QuotaExceededError: Status 402: The account's quota is used up.
        BadRequestError: Status 420: `type` is missing or unknown. The number is not a registered HTTP status.
    """

    def __init__(self, sender: RequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    def get_cache(
        self,
    ) -> models.CacheResponse:
        """Read the results of earlier calls with GET.

        GET supports only this. The key is part of the URL, and URLs end up in logs; prefer POST, which reads the same
        results. The vendor documents neither which results are kept, for how long and in which order, nor whether
        reading them costs quota.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_get_cache as endpoint

        return self._sender.call(
            operations.RECOGNITION_GET_CACHE,
            endpoint.build_request(),
            endpoint.parse_response,
        )

    def detect_objects(
        self,
        *,
        file: File,
        max_labels: int,
        min_confidence: int,
    ) -> models.ObjectsResponse:
        """Find objects in an image.

        Each object has a name, a confidence, and a box for each place where it is seen.

        Args:
            file: The image's bytes, PNG or JPEG, at most 50 MB. The vendor documents no limit in pixels.
            max_labels: Maximum number of objects in the response, 1 or more.
            min_confidence: Minimum confidence of an object in the response, in whole percent from 0 to 100.

        Raises:
            BadRequestError: Status 412: The file is missing or cannot be decoded.
            RequestTooLargeError: The image is larger than 50 MB.
            BadRequestError: Status 415: The file is neither PNG nor JPEG.
            BadRequestError: Status 430: A field that the type requires is missing or out of range; `status_message`
                names it. The number is not a registered HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_detect_objects as endpoint

        return self._sender.call(
            operations.RECOGNITION_DETECT_OBJECTS,
            endpoint.build_request(
                body=models.ObjectsRequest(
                    type_="objects", file=file, max_labels=max_labels, min_confidence=min_confidence
                ),
            ),
            endpoint.parse_response,
        )

    def recognize_celebrities(
        self,
        *,
        file: File,
    ) -> models.CelebritiesResponse:
        """Recognize celebrities in an image.

        The list is empty if nobody is recognized. The vendor documents no fields other than name and confidence.

        Args:
            file: The image's bytes, PNG or JPEG, at most 50 MB. The vendor documents no limit in pixels.

        Raises:
            BadRequestError: Status 412: The file is missing or cannot be decoded.
            RequestTooLargeError: The image is larger than 50 MB.
            BadRequestError: Status 415: The file is neither PNG nor JPEG.
            BadRequestError: Status 430: A field that the type requires is missing or out of range; `status_message`
                names it. The number is not a registered HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_recognize_celebrities as endpoint

        return self._sender.call(
            operations.RECOGNITION_RECOGNIZE_CELEBRITIES,
            endpoint.build_request(
                body=models.CelebritiesRequest(type_="celebrities", file=file),
            ),
            endpoint.parse_response,
        )

    def detect_faces(
        self,
        *,
        file: File,
    ) -> models.FacesResponse:
        """Find faces in an image.

        One entry per face. The vendor documents no fields of an entry.

        Args:
            file: The image's bytes, PNG or JPEG, at most 50 MB. The vendor documents no limit in pixels.

        Raises:
            BadRequestError: Status 412: The file is missing or cannot be decoded.
            RequestTooLargeError: The image is larger than 50 MB.
            BadRequestError: Status 415: The file is neither PNG nor JPEG.
            BadRequestError: Status 430: A field that the type requires is missing or out of range; `status_message`
                names it. The number is not a registered HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_detect_faces as endpoint

        return self._sender.call(
            operations.RECOGNITION_DETECT_FACES,
            endpoint.build_request(
                body=models.FacesRequest(type_="detect_faces", file=file),
            ),
            endpoint.parse_response,
        )

    def detect_text(
        self,
        *,
        file: File,
    ) -> models.TextResponse:
        """Read the text in an image.

        One entry per piece of text. The vendor documents no fields of an entry.

        Args:
            file: The image's bytes, PNG or JPEG, at most 50 MB. The vendor documents no limit in pixels.

        Raises:
            BadRequestError: Status 412: The file is missing or cannot be decoded.
            RequestTooLargeError: The image is larger than 50 MB.
            BadRequestError: Status 415: The file is neither PNG nor JPEG.
            BadRequestError: Status 430: A field that the type requires is missing or out of range; `status_message`
                names it. The number is not a registered HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_detect_text as endpoint

        return self._sender.call(
            operations.RECOGNITION_DETECT_TEXT,
            endpoint.build_request(
                body=models.TextRequest(type_="detect_text", file=file),
            ),
            endpoint.parse_response,
        )

    def detect_nsfw(
        self,
        *,
        file: File,
        nsfw_min_confidence: int,
    ) -> models.NsfwResponse:
        """Find unsafe content in an image.

        One entry per kind of content. The vendor documents no fields of an entry.

        Args:
            file: The image's bytes, PNG or JPEG, at most 50 MB. The vendor documents no limit in pixels.
            nsfw_min_confidence: Minimum confidence of an entry in the response, in whole percent from 0 to 100.

        Raises:
            BadRequestError: Status 412: The file is missing or cannot be decoded.
            RequestTooLargeError: The image is larger than 50 MB.
            BadRequestError: Status 415: The file is neither PNG nor JPEG.
            BadRequestError: Status 430: A field that the type requires is missing or out of range; `status_message`
                names it. The number is not a registered HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_detect_nsfw as endpoint

        return self._sender.call(
            operations.RECOGNITION_DETECT_NSFW,
            endpoint.build_request(
                body=models.NsfwRequest(type_="nsfw", file=file, nsfw_min_confidence=nsfw_min_confidence),
            ),
            endpoint.parse_response,
        )

    def read_cache(
        self,
    ) -> models.CacheResponse:
        """Read the results of earlier calls.

        Sends the key in the form, so that it does not appear in URLs. The vendor documents neither which results
        are kept, for how long and in which order, nor the fields of an entry.

        Raises:
            BadRequestError: Status 412: The file is missing or cannot be decoded.
            RequestTooLargeError: The image is larger than 50 MB.
            BadRequestError: Status 415: The file is neither PNG nor JPEG.
            BadRequestError: Status 430: A field that the type requires is missing or out of range; `status_message`
                names it. The number is not a registered HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_read_cache as endpoint

        return self._sender.call(
            operations.RECOGNITION_READ_CACHE,
            endpoint.build_request(
                body=models.CacheRequest(type_="cache"),
            ),
            endpoint.parse_response,
        )


class AsyncRecognition:
    """Recognize what an image shows, and read the results of earlier calls.

    Each method can raise these errors, besides those that it documents itself.

    Raises:
        BadRequestError: Status 300: The server received no data, usually because the slash at the end of the
            URL is missing. This is not a redirect and has no `Location`.
        BadRequestError: `apikey`, in lower case, is missing.
        AuthenticationError: The key is wrong.
        QuotaExceededError: Status 402: The account's quota is used up.
        BadRequestError: Status 420: `type` is missing or unknown. The number is not a registered HTTP status.
    """

    def __init__(self, sender: AsyncRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    async def get_cache(
        self,
    ) -> models.CacheResponse:
        """Read the results of earlier calls with GET.

        GET supports only this. The key is part of the URL, and URLs end up in logs; prefer POST, which reads the same
        results. The vendor documents neither which results are kept, for how long and in which order, nor whether
        reading them costs quota.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_get_cache as endpoint

        return await self._sender.call(
            operations.RECOGNITION_GET_CACHE,
            endpoint.build_request(),
            endpoint.parse_response,
        )

    async def detect_objects(
        self,
        *,
        file: File,
        max_labels: int,
        min_confidence: int,
    ) -> models.ObjectsResponse:
        """Find objects in an image.

        Each object has a name, a confidence, and a box for each place where it is seen.

        Args:
            file: The image's bytes, PNG or JPEG, at most 50 MB. The vendor documents no limit in pixels.
            max_labels: Maximum number of objects in the response, 1 or more.
            min_confidence: Minimum confidence of an object in the response, in whole percent from 0 to 100.

        Raises:
            BadRequestError: Status 412: The file is missing or cannot be decoded.
            RequestTooLargeError: The image is larger than 50 MB.
            BadRequestError: Status 415: The file is neither PNG nor JPEG.
            BadRequestError: Status 430: A field that the type requires is missing or out of range; `status_message`
                names it. The number is not a registered HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_detect_objects as endpoint

        return await self._sender.call(
            operations.RECOGNITION_DETECT_OBJECTS,
            endpoint.build_request(
                body=models.ObjectsRequest(
                    type_="objects", file=file, max_labels=max_labels, min_confidence=min_confidence
                ),
            ),
            endpoint.parse_response,
        )

    async def recognize_celebrities(
        self,
        *,
        file: File,
    ) -> models.CelebritiesResponse:
        """Recognize celebrities in an image.

        The list is empty if nobody is recognized. The vendor documents no fields other than name and confidence.

        Args:
            file: The image's bytes, PNG or JPEG, at most 50 MB. The vendor documents no limit in pixels.

        Raises:
            BadRequestError: Status 412: The file is missing or cannot be decoded.
            RequestTooLargeError: The image is larger than 50 MB.
            BadRequestError: Status 415: The file is neither PNG nor JPEG.
            BadRequestError: Status 430: A field that the type requires is missing or out of range; `status_message`
                names it. The number is not a registered HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_recognize_celebrities as endpoint

        return await self._sender.call(
            operations.RECOGNITION_RECOGNIZE_CELEBRITIES,
            endpoint.build_request(
                body=models.CelebritiesRequest(type_="celebrities", file=file),
            ),
            endpoint.parse_response,
        )

    async def detect_faces(
        self,
        *,
        file: File,
    ) -> models.FacesResponse:
        """Find faces in an image.

        One entry per face. The vendor documents no fields of an entry.

        Args:
            file: The image's bytes, PNG or JPEG, at most 50 MB. The vendor documents no limit in pixels.

        Raises:
            BadRequestError: Status 412: The file is missing or cannot be decoded.
            RequestTooLargeError: The image is larger than 50 MB.
            BadRequestError: Status 415: The file is neither PNG nor JPEG.
            BadRequestError: Status 430: A field that the type requires is missing or out of range; `status_message`
                names it. The number is not a registered HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_detect_faces as endpoint

        return await self._sender.call(
            operations.RECOGNITION_DETECT_FACES,
            endpoint.build_request(
                body=models.FacesRequest(type_="detect_faces", file=file),
            ),
            endpoint.parse_response,
        )

    async def detect_text(
        self,
        *,
        file: File,
    ) -> models.TextResponse:
        """Read the text in an image.

        One entry per piece of text. The vendor documents no fields of an entry.

        Args:
            file: The image's bytes, PNG or JPEG, at most 50 MB. The vendor documents no limit in pixels.

        Raises:
            BadRequestError: Status 412: The file is missing or cannot be decoded.
            RequestTooLargeError: The image is larger than 50 MB.
            BadRequestError: Status 415: The file is neither PNG nor JPEG.
            BadRequestError: Status 430: A field that the type requires is missing or out of range; `status_message`
                names it. The number is not a registered HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_detect_text as endpoint

        return await self._sender.call(
            operations.RECOGNITION_DETECT_TEXT,
            endpoint.build_request(
                body=models.TextRequest(type_="detect_text", file=file),
            ),
            endpoint.parse_response,
        )

    async def detect_nsfw(
        self,
        *,
        file: File,
        nsfw_min_confidence: int,
    ) -> models.NsfwResponse:
        """Find unsafe content in an image.

        One entry per kind of content. The vendor documents no fields of an entry.

        Args:
            file: The image's bytes, PNG or JPEG, at most 50 MB. The vendor documents no limit in pixels.
            nsfw_min_confidence: Minimum confidence of an entry in the response, in whole percent from 0 to 100.

        Raises:
            BadRequestError: Status 412: The file is missing or cannot be decoded.
            RequestTooLargeError: The image is larger than 50 MB.
            BadRequestError: Status 415: The file is neither PNG nor JPEG.
            BadRequestError: Status 430: A field that the type requires is missing or out of range; `status_message`
                names it. The number is not a registered HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_detect_nsfw as endpoint

        return await self._sender.call(
            operations.RECOGNITION_DETECT_NSFW,
            endpoint.build_request(
                body=models.NsfwRequest(type_="nsfw", file=file, nsfw_min_confidence=nsfw_min_confidence),
            ),
            endpoint.parse_response,
        )

    async def read_cache(
        self,
    ) -> models.CacheResponse:
        """Read the results of earlier calls.

        Sends the key in the form, so that it does not appear in URLs. The vendor documents neither which results
        are kept, for how long and in which order, nor the fields of an entry.

        Raises:
            BadRequestError: Status 412: The file is missing or cannot be decoded.
            RequestTooLargeError: The image is larger than 50 MB.
            BadRequestError: Status 415: The file is neither PNG nor JPEG.
            BadRequestError: Status 430: A field that the type requires is missing or out of range; `status_message`
                names it. The number is not a registered HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_read_cache as endpoint

        return await self._sender.call(
            operations.RECOGNITION_READ_CACHE,
            endpoint.build_request(
                body=models.CacheRequest(type_="cache"),
            ),
            endpoint.parse_response,
        )
