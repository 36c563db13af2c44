"""Methods that wait."""

WAITS = [("wait_until_trained", "tasks_get", {"task_id": "a"})]
"""Their names, the calls that they send, and their arguments."""
