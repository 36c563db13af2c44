# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
"""What a picture shows, and the results of earlier calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import operations
from ..types import File

if TYPE_CHECKING:
    from ...operation import AsyncCaller, Caller
    from ..models.cache_answer import CacheAnswer
    from ..models.celebrities_answer import CelebritiesAnswer
    from ..models.faces_answer import FacesAnswer
    from ..models.nsfw_answer import NsfwAnswer
    from ..models.objects_answer import ObjectsAnswer
    from ..models.text_answer import TextAnswer


class Recognition:
    """What a picture shows, and the results of earlier calls."""

    def __init__(self, caller: Caller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    def get_cache(
        self,
    ) -> CacheAnswer:
        """Read the results of earlier calls with GET.

        The only use of GET. The key stands in the URL, and URLs end up in logs; the same results can be read with
        POST, which keeps it out of there. Which results are kept, how long, in which order, and whether reading
        them costs quota is not documented.

        Statuses other than success:
            300: The server received no data. The vendor names the usual cause: the slash at the end of the address
                is missing. It is no redirect and carries no `Location`. That a JSON body, or a GET for anything but
                `cache`, is answered so is an assumption.
            400: There is no `apikey`. Its name is in lower case.
            401: The key is wrong.
            402: The account's quota, which its plan sets, is used up. When it is renewed is not documented.
            420: `type` is not one of the six. That a missing one is answered so, and not with status 430, is an
                assumption. The number is not registered as an HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_get_cache as endpoint

        return self._caller.call(
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
    ) -> ObjectsAnswer:
        """Find objects in a picture.

        Each object has a name, a confidence and a box for each place where it is seen.

        Args:
            file: The picture's bytes, PNG or JPEG, at most 50 MB. No limit in pixels is documented.
            max_labels: The most objects in the answer, 1 or more.
            min_confidence: The least confidence of an object in the answer, in whole percent from 0 to 100.

        Statuses other than success:
            300: The server received no data. The vendor names the usual cause: the slash at the end of the address
                is missing. It is no redirect and carries no `Location`. That a JSON body, or a GET for anything but
                `cache`, is answered so is an assumption.
            400: There is no `apikey`. Its name is in lower case.
            401: The key is wrong.
            402: The account's quota, which its plan sets, is used up. When it is renewed is not documented.
            412: The file cannot be decoded. That a missing file is answered so, and not with status 430, is an
                assumption.
            413: The picture is too large. The vendor's limit is written "50Mb"; megabytes are believed to be meant.
            415: The file is neither PNG nor JPEG.
            420: `type` is not one of the six. That a missing one is answered so, and not with status 430, is an
                assumption. The number is not registered as an HTTP status.
            430: A field that the type requires is missing or out of range; `status_message` says which. The number
                is not registered as an HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_detect_objects as endpoint
        from ..models import ObjectsRequest

        return self._caller.call(
            operations.RECOGNITION_DETECT_OBJECTS,
            endpoint.build_request(
                body=ObjectsRequest(type_="objects", file=file, max_labels=max_labels, min_confidence=min_confidence),
            ),
            endpoint.parse_response,
        )

    def recognize_celebrities(
        self,
        *,
        file: File,
    ) -> CelebritiesAnswer:
        """Find well-known people in a picture.

        The list is empty when nobody is recognised. Fields besides name and confidence are not documented.

        Args:
            file: The picture's bytes, PNG or JPEG, at most 50 MB. No limit in pixels is documented.

        Statuses other than success:
            300: The server received no data. The vendor names the usual cause: the slash at the end of the address
                is missing. It is no redirect and carries no `Location`. That a JSON body, or a GET for anything but
                `cache`, is answered so is an assumption.
            400: There is no `apikey`. Its name is in lower case.
            401: The key is wrong.
            402: The account's quota, which its plan sets, is used up. When it is renewed is not documented.
            412: The file cannot be decoded. That a missing file is answered so, and not with status 430, is an
                assumption.
            413: The picture is too large. The vendor's limit is written "50Mb"; megabytes are believed to be meant.
            415: The file is neither PNG nor JPEG.
            420: `type` is not one of the six. That a missing one is answered so, and not with status 430, is an
                assumption. The number is not registered as an HTTP status.
            430: A field that the type requires is missing or out of range; `status_message` says which. The number
                is not registered as an HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_recognize_celebrities as endpoint
        from ..models import CelebritiesRequest

        return self._caller.call(
            operations.RECOGNITION_RECOGNIZE_CELEBRITIES,
            endpoint.build_request(
                body=CelebritiesRequest(type_="celebrities", file=file),
            ),
            endpoint.parse_response,
        )

    def detect_faces(
        self,
        *,
        file: File,
    ) -> FacesAnswer:
        """Find faces in a picture.

        One entry a face. No field of an entry is documented; confidence and boxes are what one public program
        reads.

        Args:
            file: The picture's bytes, PNG or JPEG, at most 50 MB. No limit in pixels is documented.

        Statuses other than success:
            300: The server received no data. The vendor names the usual cause: the slash at the end of the address
                is missing. It is no redirect and carries no `Location`. That a JSON body, or a GET for anything but
                `cache`, is answered so is an assumption.
            400: There is no `apikey`. Its name is in lower case.
            401: The key is wrong.
            402: The account's quota, which its plan sets, is used up. When it is renewed is not documented.
            412: The file cannot be decoded. That a missing file is answered so, and not with status 430, is an
                assumption.
            413: The picture is too large. The vendor's limit is written "50Mb"; megabytes are believed to be meant.
            415: The file is neither PNG nor JPEG.
            420: `type` is not one of the six. That a missing one is answered so, and not with status 430, is an
                assumption. The number is not registered as an HTTP status.
            430: A field that the type requires is missing or out of range; `status_message` says which. The number
                is not registered as an HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_detect_faces as endpoint
        from ..models import FacesRequest

        return self._caller.call(
            operations.RECOGNITION_DETECT_FACES,
            endpoint.build_request(
                body=FacesRequest(type_="detect_faces", file=file),
            ),
            endpoint.parse_response,
        )

    def detect_text(
        self,
        *,
        file: File,
    ) -> TextAnswer:
        """Read the text in a picture.

        One entry a piece of text. No field of an entry is documented; a name and the text are what one public app
        reads.

        Args:
            file: The picture's bytes, PNG or JPEG, at most 50 MB. No limit in pixels is documented.

        Statuses other than success:
            300: The server received no data. The vendor names the usual cause: the slash at the end of the address
                is missing. It is no redirect and carries no `Location`. That a JSON body, or a GET for anything but
                `cache`, is answered so is an assumption.
            400: There is no `apikey`. Its name is in lower case.
            401: The key is wrong.
            402: The account's quota, which its plan sets, is used up. When it is renewed is not documented.
            412: The file cannot be decoded. That a missing file is answered so, and not with status 430, is an
                assumption.
            413: The picture is too large. The vendor's limit is written "50Mb"; megabytes are believed to be meant.
            415: The file is neither PNG nor JPEG.
            420: `type` is not one of the six. That a missing one is answered so, and not with status 430, is an
                assumption. The number is not registered as an HTTP status.
            430: A field that the type requires is missing or out of range; `status_message` says which. The number
                is not registered as an HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_detect_text as endpoint
        from ..models import TextRequest

        return self._caller.call(
            operations.RECOGNITION_DETECT_TEXT,
            endpoint.build_request(
                body=TextRequest(type_="detect_text", file=file),
            ),
            endpoint.parse_response,
        )

    def detect_nsfw(
        self,
        *,
        file: File,
        nsfw_min_confidence: int,
    ) -> NsfwAnswer:
        """Find content in a picture that is unsafe or not fit for work.

        No field of an entry is documented, and no public program was found that uses this type; name and
        confidence are an assumption.

        Args:
            file: The picture's bytes, PNG or JPEG, at most 50 MB. No limit in pixels is documented.
            nsfw_min_confidence: The least confidence of an entry in the answer, in whole percent from 0 to 100.

        Statuses other than success:
            300: The server received no data. The vendor names the usual cause: the slash at the end of the address
                is missing. It is no redirect and carries no `Location`. That a JSON body, or a GET for anything but
                `cache`, is answered so is an assumption.
            400: There is no `apikey`. Its name is in lower case.
            401: The key is wrong.
            402: The account's quota, which its plan sets, is used up. When it is renewed is not documented.
            412: The file cannot be decoded. That a missing file is answered so, and not with status 430, is an
                assumption.
            413: The picture is too large. The vendor's limit is written "50Mb"; megabytes are believed to be meant.
            415: The file is neither PNG nor JPEG.
            420: `type` is not one of the six. That a missing one is answered so, and not with status 430, is an
                assumption. The number is not registered as an HTTP status.
            430: A field that the type requires is missing or out of range; `status_message` says which. The number
                is not registered as an HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_detect_nsfw as endpoint
        from ..models import NsfwRequest

        return self._caller.call(
            operations.RECOGNITION_DETECT_NSFW,
            endpoint.build_request(
                body=NsfwRequest(type_="nsfw", file=file, nsfw_min_confidence=nsfw_min_confidence),
            ),
            endpoint.parse_response,
        )

    def read_cache(
        self,
    ) -> CacheAnswer:
        """Read the results of earlier calls.

        Sends the key in the form, and so keeps it out of URLs. Which results are kept, how long, and in which
        order is not documented, nor is any field of an entry.

        Statuses other than success:
            300: The server received no data. The vendor names the usual cause: the slash at the end of the address
                is missing. It is no redirect and carries no `Location`. That a JSON body, or a GET for anything but
                `cache`, is answered so is an assumption.
            400: There is no `apikey`. Its name is in lower case.
            401: The key is wrong.
            402: The account's quota, which its plan sets, is used up. When it is renewed is not documented.
            412: The file cannot be decoded. That a missing file is answered so, and not with status 430, is an
                assumption.
            413: The picture is too large. The vendor's limit is written "50Mb"; megabytes are believed to be meant.
            415: The file is neither PNG nor JPEG.
            420: `type` is not one of the six. That a missing one is answered so, and not with status 430, is an
                assumption. The number is not registered as an HTTP status.
            430: A field that the type requires is missing or out of range; `status_message` says which. The number
                is not registered as an HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_read_cache as endpoint
        from ..models import CacheRequest

        return self._caller.call(
            operations.RECOGNITION_READ_CACHE,
            endpoint.build_request(
                body=CacheRequest(type_="cache"),
            ),
            endpoint.parse_response,
        )


class AsyncRecognition:
    """What a picture shows, and the results of earlier calls."""

    def __init__(self, caller: AsyncCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    async def get_cache(
        self,
    ) -> CacheAnswer:
        """Read the results of earlier calls with GET.

        The only use of GET. The key stands in the URL, and URLs end up in logs; the same results can be read with
        POST, which keeps it out of there. Which results are kept, how long, in which order, and whether reading
        them costs quota is not documented.

        Statuses other than success:
            300: The server received no data. The vendor names the usual cause: the slash at the end of the address
                is missing. It is no redirect and carries no `Location`. That a JSON body, or a GET for anything but
                `cache`, is answered so is an assumption.
            400: There is no `apikey`. Its name is in lower case.
            401: The key is wrong.
            402: The account's quota, which its plan sets, is used up. When it is renewed is not documented.
            420: `type` is not one of the six. That a missing one is answered so, and not with status 430, is an
                assumption. The number is not registered as an HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_get_cache as endpoint

        return await self._caller.call(
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
    ) -> ObjectsAnswer:
        """Find objects in a picture.

        Each object has a name, a confidence and a box for each place where it is seen.

        Args:
            file: The picture's bytes, PNG or JPEG, at most 50 MB. No limit in pixels is documented.
            max_labels: The most objects in the answer, 1 or more.
            min_confidence: The least confidence of an object in the answer, in whole percent from 0 to 100.

        Statuses other than success:
            300: The server received no data. The vendor names the usual cause: the slash at the end of the address
                is missing. It is no redirect and carries no `Location`. That a JSON body, or a GET for anything but
                `cache`, is answered so is an assumption.
            400: There is no `apikey`. Its name is in lower case.
            401: The key is wrong.
            402: The account's quota, which its plan sets, is used up. When it is renewed is not documented.
            412: The file cannot be decoded. That a missing file is answered so, and not with status 430, is an
                assumption.
            413: The picture is too large. The vendor's limit is written "50Mb"; megabytes are believed to be meant.
            415: The file is neither PNG nor JPEG.
            420: `type` is not one of the six. That a missing one is answered so, and not with status 430, is an
                assumption. The number is not registered as an HTTP status.
            430: A field that the type requires is missing or out of range; `status_message` says which. The number
                is not registered as an HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_detect_objects as endpoint
        from ..models import ObjectsRequest

        return await self._caller.call(
            operations.RECOGNITION_DETECT_OBJECTS,
            endpoint.build_request(
                body=ObjectsRequest(type_="objects", file=file, max_labels=max_labels, min_confidence=min_confidence),
            ),
            endpoint.parse_response,
        )

    async def recognize_celebrities(
        self,
        *,
        file: File,
    ) -> CelebritiesAnswer:
        """Find well-known people in a picture.

        The list is empty when nobody is recognised. Fields besides name and confidence are not documented.

        Args:
            file: The picture's bytes, PNG or JPEG, at most 50 MB. No limit in pixels is documented.

        Statuses other than success:
            300: The server received no data. The vendor names the usual cause: the slash at the end of the address
                is missing. It is no redirect and carries no `Location`. That a JSON body, or a GET for anything but
                `cache`, is answered so is an assumption.
            400: There is no `apikey`. Its name is in lower case.
            401: The key is wrong.
            402: The account's quota, which its plan sets, is used up. When it is renewed is not documented.
            412: The file cannot be decoded. That a missing file is answered so, and not with status 430, is an
                assumption.
            413: The picture is too large. The vendor's limit is written "50Mb"; megabytes are believed to be meant.
            415: The file is neither PNG nor JPEG.
            420: `type` is not one of the six. That a missing one is answered so, and not with status 430, is an
                assumption. The number is not registered as an HTTP status.
            430: A field that the type requires is missing or out of range; `status_message` says which. The number
                is not registered as an HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_recognize_celebrities as endpoint
        from ..models import CelebritiesRequest

        return await self._caller.call(
            operations.RECOGNITION_RECOGNIZE_CELEBRITIES,
            endpoint.build_request(
                body=CelebritiesRequest(type_="celebrities", file=file),
            ),
            endpoint.parse_response,
        )

    async def detect_faces(
        self,
        *,
        file: File,
    ) -> FacesAnswer:
        """Find faces in a picture.

        One entry a face. No field of an entry is documented; confidence and boxes are what one public program
        reads.

        Args:
            file: The picture's bytes, PNG or JPEG, at most 50 MB. No limit in pixels is documented.

        Statuses other than success:
            300: The server received no data. The vendor names the usual cause: the slash at the end of the address
                is missing. It is no redirect and carries no `Location`. That a JSON body, or a GET for anything but
                `cache`, is answered so is an assumption.
            400: There is no `apikey`. Its name is in lower case.
            401: The key is wrong.
            402: The account's quota, which its plan sets, is used up. When it is renewed is not documented.
            412: The file cannot be decoded. That a missing file is answered so, and not with status 430, is an
                assumption.
            413: The picture is too large. The vendor's limit is written "50Mb"; megabytes are believed to be meant.
            415: The file is neither PNG nor JPEG.
            420: `type` is not one of the six. That a missing one is answered so, and not with status 430, is an
                assumption. The number is not registered as an HTTP status.
            430: A field that the type requires is missing or out of range; `status_message` says which. The number
                is not registered as an HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_detect_faces as endpoint
        from ..models import FacesRequest

        return await self._caller.call(
            operations.RECOGNITION_DETECT_FACES,
            endpoint.build_request(
                body=FacesRequest(type_="detect_faces", file=file),
            ),
            endpoint.parse_response,
        )

    async def detect_text(
        self,
        *,
        file: File,
    ) -> TextAnswer:
        """Read the text in a picture.

        One entry a piece of text. No field of an entry is documented; a name and the text are what one public app
        reads.

        Args:
            file: The picture's bytes, PNG or JPEG, at most 50 MB. No limit in pixels is documented.

        Statuses other than success:
            300: The server received no data. The vendor names the usual cause: the slash at the end of the address
                is missing. It is no redirect and carries no `Location`. That a JSON body, or a GET for anything but
                `cache`, is answered so is an assumption.
            400: There is no `apikey`. Its name is in lower case.
            401: The key is wrong.
            402: The account's quota, which its plan sets, is used up. When it is renewed is not documented.
            412: The file cannot be decoded. That a missing file is answered so, and not with status 430, is an
                assumption.
            413: The picture is too large. The vendor's limit is written "50Mb"; megabytes are believed to be meant.
            415: The file is neither PNG nor JPEG.
            420: `type` is not one of the six. That a missing one is answered so, and not with status 430, is an
                assumption. The number is not registered as an HTTP status.
            430: A field that the type requires is missing or out of range; `status_message` says which. The number
                is not registered as an HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_detect_text as endpoint
        from ..models import TextRequest

        return await self._caller.call(
            operations.RECOGNITION_DETECT_TEXT,
            endpoint.build_request(
                body=TextRequest(type_="detect_text", file=file),
            ),
            endpoint.parse_response,
        )

    async def detect_nsfw(
        self,
        *,
        file: File,
        nsfw_min_confidence: int,
    ) -> NsfwAnswer:
        """Find content in a picture that is unsafe or not fit for work.

        No field of an entry is documented, and no public program was found that uses this type; name and
        confidence are an assumption.

        Args:
            file: The picture's bytes, PNG or JPEG, at most 50 MB. No limit in pixels is documented.
            nsfw_min_confidence: The least confidence of an entry in the answer, in whole percent from 0 to 100.

        Statuses other than success:
            300: The server received no data. The vendor names the usual cause: the slash at the end of the address
                is missing. It is no redirect and carries no `Location`. That a JSON body, or a GET for anything but
                `cache`, is answered so is an assumption.
            400: There is no `apikey`. Its name is in lower case.
            401: The key is wrong.
            402: The account's quota, which its plan sets, is used up. When it is renewed is not documented.
            412: The file cannot be decoded. That a missing file is answered so, and not with status 430, is an
                assumption.
            413: The picture is too large. The vendor's limit is written "50Mb"; megabytes are believed to be meant.
            415: The file is neither PNG nor JPEG.
            420: `type` is not one of the six. That a missing one is answered so, and not with status 430, is an
                assumption. The number is not registered as an HTTP status.
            430: A field that the type requires is missing or out of range; `status_message` says which. The number
                is not registered as an HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_detect_nsfw as endpoint
        from ..models import NsfwRequest

        return await self._caller.call(
            operations.RECOGNITION_DETECT_NSFW,
            endpoint.build_request(
                body=NsfwRequest(type_="nsfw", file=file, nsfw_min_confidence=nsfw_min_confidence),
            ),
            endpoint.parse_response,
        )

    async def read_cache(
        self,
    ) -> CacheAnswer:
        """Read the results of earlier calls.

        Sends the key in the form, and so keeps it out of URLs. Which results are kept, how long, and in which
        order is not documented, nor is any field of an entry.

        Statuses other than success:
            300: The server received no data. The vendor names the usual cause: the slash at the end of the address
                is missing. It is no redirect and carries no `Location`. That a JSON body, or a GET for anything but
                `cache`, is answered so is an assumption.
            400: There is no `apikey`. Its name is in lower case.
            401: The key is wrong.
            402: The account's quota, which its plan sets, is used up. When it is renewed is not documented.
            412: The file cannot be decoded. That a missing file is answered so, and not with status 430, is an
                assumption.
            413: The picture is too large. The vendor's limit is written "50Mb"; megabytes are believed to be meant.
            415: The file is neither PNG nor JPEG.
            420: `type` is not one of the six. That a missing one is answered so, and not with status 430, is an
                assumption. The number is not registered as an HTTP status.
            430: A field that the type requires is missing or out of range; `status_message` says which. The number
                is not registered as an HTTP status.

        Vendor's page: https://imagerecognize.com/apidoc/
        """
        from ..api.recognition import recognition_read_cache as endpoint
        from ..models import CacheRequest

        return await self._caller.call(
            operations.RECOGNITION_READ_CACHE,
            endpoint.build_request(
                body=CacheRequest(type_="cache"),
            ),
            endpoint.parse_response,
        )
