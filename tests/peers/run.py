"""Runs in a peer's environment: calls the function argv[2] of the program argv[1]; arguments and result are JSON."""

import json
import runpy
import sys
from contextlib import redirect_stdout

with redirect_stdout(sys.stderr):  # where the clients' own messages belong
    result = runpy.run_path(sys.argv[1])[sys.argv[2]](**json.load(sys.stdin))
json.dump(result, sys.stdout)
