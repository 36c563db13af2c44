# Generated from specs by scripts/regenerate. Do not edit.
"""The vendors whose clients are generated here."""

from __future__ import annotations

from .vendor import Vendor

IMAGERECOGNIZE = Vendor(
    name="imagerecognize",
    title="ImageRecognize",
    client="ImageRecognize",
    client_module="visionapis.imagerecognize",
    generated="visionapis_generated.imagerecognize",
    contract="visionapis_contracts.imagerecognize",
    testing="visionapis_testing.vendors.imagerecognize",
    base_url="https://imagerecognize.com/api/v3",
    url_variable="IMAGERECOGNIZE_BASE_URL",
    key_variable="IMAGERECOGNIZE_API_KEY",
    domains=("imagerecognize.com",),
    image_formats=frozenset({"JPEG", "PNG"}),
    max_image_bytes=50000000,
)

NANONETS = Vendor(
    name="nanonets",
    title="Nanonets OCR and image classification",
    client="Nanonets",
    client_module="visionapis.nanonets",
    generated="visionapis_generated.nanonets",
    contract="visionapis_contracts.nanonets",
    testing="visionapis_testing.vendors.nanonets",
    base_url="https://app.nanonets.com/api/v2",
    url_variable="NANONETS_BASE_URL",
    key_variable="NANONETS_API_KEY",
    domains=("nanonets.com",),
    image_formats=frozenset({"JPEG", "PDF", "PNG"}),
    image_url_schemes=("https", "http"),
    max_images=20,
)

ROBOFLOW = Vendor(
    name="roboflow",
    title="Roboflow hosted classification",
    client="Roboflow",
    client_module="visionapis.roboflow",
    generated="visionapis_generated.roboflow",
    contract="visionapis_contracts.roboflow",
    testing="visionapis_testing.vendors.roboflow",
    base_url="https://serverless.roboflow.com",
    url_variable="ROBOFLOW_BASE_URL",
    key_variable="ROBOFLOW_API_KEY",
    domains=("roboflow.com", "roboflow.eu", "roboflow.cloud"),
    image_formats=frozenset(
        {"AVIF", "BMP", "GIF", "HDR", "JPEG", "JPEG 2000", "PNG", "PNM", "Sun raster", "TIFF", "WEBP"}
    ),
    rejected_formats=frozenset({"ICO", "PDF"}),
    image_url_schemes=("https",),
    max_image_bytes=20000000,
)

XIMILAR = Vendor(
    name="ximilar",
    title="Ximilar custom image recognition",
    client="Ximilar",
    client_module="visionapis.ximilar",
    generated="visionapis_generated.ximilar",
    contract="visionapis_contracts.ximilar",
    testing="visionapis_testing.vendors.ximilar",
    base_url="https://api.ximilar.com",
    url_variable="XIMILAR_BASE_URL",
    key_variable="XIMILAR_TOKEN",
    domains=("ximilar.com",),
    image_formats=frozenset({"BMP", "GIF", "HEIC", "JPEG", "PNG", "TIFF", "WEBP"}),
    rejected_formats=frozenset({"AVIF", "HEIF", "JPEG 2000", "PDF", "PSD"}),
    image_url_schemes=("https", "http"),
    max_images=10,
)


VENDORS = {
    each.name: each
    for each in (
        IMAGERECOGNIZE,
        NANONETS,
        ROBOFLOW,
        XIMILAR,
    )
}
