"""Methods that wait."""

WAITS = [("wait_until_trained", "image_classification_get_model", {"model_id": "a"})]
"""Their names, the calls that they send, and their arguments."""
