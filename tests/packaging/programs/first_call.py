"""Print the label of the image at argv[2], classified by the server at argv[1]."""

import sys
from typing import assert_type

from visionapis import ImageSize, Label, Roboflow

with Roboflow(base_url=sys.argv[1]) as client:
    result = client.classify(sys.argv[2], model="shades/1")
    assert_type(result.top, Label | None)
    assert_type(result.image_size, ImageSize | None)
    for label in result.labels:
        assert_type(label.confidence, float)
    print(result.top and result.top.name)
