"""Runs in a peer's environment: each line of input calls a function of the program argv[1], each of output is a result.

Both are JSON: a pair of name and arguments, and what the function returns.
"""

import json
import runpy
import sys
from contextlib import redirect_stdout

results = sys.stdout
with redirect_stdout(sys.stderr):  # where the clients' own messages belong
    program = runpy.run_path(sys.argv[1])
    for line in sys.stdin:
        function, arguments = json.loads(line)
        print(json.dumps(program[function](**arguments)), file=results, flush=True)
