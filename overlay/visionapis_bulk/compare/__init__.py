"""Compare models of vendors on labelled images."""
