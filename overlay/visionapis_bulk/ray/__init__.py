"""Jobs on many machines, with Ray: https://docs.ray.io. Ray spreads the work; the ledger decides what is sent."""

from .job import RayJob, label

__all__ = ["RayJob", "label"]
