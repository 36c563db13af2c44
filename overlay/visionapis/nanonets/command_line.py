"""The options of `visionapis classify nanonets`."""

OPTIONS = {
    "model": {"metavar": "ID", "help": "The model that classifies the images."},
    "multi_label": {"help": "The model is a multi-label model."},
}
