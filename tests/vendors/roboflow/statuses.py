"""The statuses that the conformance suite provokes."""

STATUSES = {200, 400, 401, 403, 404, 405, 422, 500, 503}
