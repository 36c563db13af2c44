"""Options of emulators that are True or False."""


def check_flags(**flags: object) -> None:
    """Raise TypeError for a flag that is neither True nor False: a list of models, for example, would count as True."""
    for name, value in flags.items():
        if not isinstance(value, bool):
            raise TypeError(f"{name} must be True or False, not {type(value).__name__}")
