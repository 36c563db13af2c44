"""Facts about the vendors that their contracts do not have, in one place for clients, emulators and command line.

`visionapis emulate` reads them when it starts, so this module imports neither httpx nor a client.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False, repr=False)
class Vendor:
    """A vendor of an API: its address, environment variables and limits."""

    name: str
    """The name of its packages, for example `roboflow`."""
    base_url: str
    """The URL of the API unless `base_url=` or the environment names another."""
    url_variable: str
    """The environment variable for another URL."""
    key_variable: str
    """The environment variable for the key."""
    domains: tuple[str, ...]
    """The domains of the vendor's own hosts, which require a key."""
    image_formats: frozenset[str]
    """The formats of images that the server reads, as `visionapis._images.formats.sniff` names them."""
    rejected_formats: frozenset[str] | None = None
    """The formats that it is documented, or was seen, to reject; None if these are all others."""
    image_url_schemes: tuple[str, ...] = ()
    """The schemes of the URLs that the server fetches images from; empty if it fetches none."""
    max_image_bytes: int | None = None
    """The size of the largest image, if the vendor publishes one."""
    max_images: int = 1
    """The number of images that `classify_many` sends in one request."""

    def owns(self, host: str) -> bool:
        """Return whether a host is one of the vendor's own."""
        name = f".{host.rstrip('.').lower()}"
        return any(name.endswith(f".{domain}") for domain in self.domains)


IMAGERECOGNIZE = Vendor(
    name="imagerecognize",
    base_url="https://imagerecognize.com/api/v3",
    url_variable="IMAGERECOGNIZE_BASE_URL",
    key_variable="IMAGERECOGNIZE_API_KEY",
    domains=("imagerecognize.com",),
    image_formats=frozenset({"JPEG", "PNG"}),
    # Documented as "50Mb". The smaller of the two meanings of megabyte: what passes here passes there.
    max_image_bytes=50_000_000,
)

NANONETS = Vendor(
    name="nanonets",
    base_url="https://app.nanonets.com/api/v2",
    url_variable="NANONETS_BASE_URL",
    key_variable="NANONETS_API_KEY",
    domains=("nanonets.com",),
    image_formats=frozenset({"JPEG", "PDF", "PNG"}),
    image_url_schemes=("https", "http"),
    # As many as the vendor's Python client sends.
    max_images=20,
)

ROBOFLOW = Vendor(
    name="roboflow",
    base_url="https://serverless.roboflow.com",
    url_variable="ROBOFLOW_BASE_URL",
    key_variable="ROBOFLOW_API_KEY",
    domains=("roboflow.com", "roboflow.eu", "roboflow.cloud"),
    # The formats that the vendor's inference server was seen to read and to reject; hosted builds may differ.
    image_formats=frozenset(
        {"JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "JPEG 2000", "PNM", "HDR", "Sun raster"}
    ),
    rejected_formats=frozenset({"ICO", "PDF"}),
    image_url_schemes=("https",),
    # Documented for serverless hosting only.
    max_image_bytes=20_000_000,
)
"""Roboflow's serverless hosting; `visionapis.roboflow.requests.api_at` has the facts of its other hosts."""

XIMILAR = Vendor(
    name="ximilar",
    base_url="https://api.ximilar.com",
    url_variable="XIMILAR_BASE_URL",
    key_variable="XIMILAR_TOKEN",
    domains=("ximilar.com",),
    # As documented; the server reads the first frame of a GIF.
    image_formats=frozenset({"JPEG", "PNG", "WEBP", "HEIC", "BMP", "TIFF", "GIF"}),
    rejected_formats=frozenset({"AVIF", "HEIF", "JPEG 2000", "PDF", "PSD"}),
    image_url_schemes=("https", "http"),
    max_images=10,
)

VENDORS = {vendor.name: vendor for vendor in (IMAGERECOGNIZE, NANONETS, ROBOFLOW, XIMILAR)}
