"""Roboflow: trained models that classify a picture, on the vendor's hosts or on your own."""

from .client import AsyncRoboflow, Preprocessing, Roboflow
from .configuration import Confidence

__all__ = ["AsyncRoboflow", "Confidence", "Preprocessing", "Roboflow"]
