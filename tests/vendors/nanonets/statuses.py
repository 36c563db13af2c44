"""The statuses that the conformance suite provokes."""

STATUSES = {200, 202, 206, 400, 401, 402, 404, 409}
