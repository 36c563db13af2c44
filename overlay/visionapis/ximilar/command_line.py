"""The options of `visionapis classify ximilar`. Classified images are not stored."""

OPTIONS = {
    "task": {"metavar": "ID", "help": "The task that classifies the images."},
    "version": {"help": "Version of the task. Default: the active one."},
    "workspace": {"metavar": "ID", "help": "Workspace of the task. Default: the account's."},
}
