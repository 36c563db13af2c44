"""The command line `visionapis`: one module per command, and `main`, which runs them."""
