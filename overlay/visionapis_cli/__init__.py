"""The command line `visionapis`, one module per command."""
