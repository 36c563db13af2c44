"""The suffixes of image files."""

SUFFIXES = {
    "AVIF": ("avif",),
    "BMP": ("bmp", "dib"),
    "GIF": ("gif",),
    "HDR": ("hdr",),
    "HEIC": ("heic", "heif"),
    "JPEG": ("jpg", "jpeg", "jpe", "jfif", "mpo"),
    "JPEG 2000": ("jp2", "j2k", "jpx"),
    "PDF": ("pdf",),
    "PNG": ("png",),
    "PNM": ("pnm", "pbm", "pgm", "ppm"),
    "Sun raster": ("ras",),
    "TIFF": ("tif", "tiff"),
    "WEBP": ("webp",),
}
"""Suffixes of the files that are taken from a folder, by format. A PDF is taken if the vendor reads it."""
