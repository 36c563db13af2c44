"""The statuses that the conformance suite provokes."""

STATUSES = {200, 201, 204, 400, 401, 403, 404, 405}
