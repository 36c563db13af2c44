"""The options of `visionapis emulate` that only Roboflow has."""

from typing import get_args

from .profiles import ProfileName

OPTIONS = {
    "profile": {
        "choices": get_args(ProfileName),
        "default": "serverless",
        "help": "Roboflow: the host whose errors for missing keys, wrong keys and unknown models are emulated.",
    }
}
