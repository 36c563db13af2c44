"""The options of `visionapis classify roboflow`."""

OPTIONS = {"model": {"metavar": "DATASET/VERSION", "help": "The model to classify with."}}
