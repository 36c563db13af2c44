"""The statuses that the conformance suite provokes."""

STATUSES = {200, 300, 400, 401, 412, 415, 420, 430}
