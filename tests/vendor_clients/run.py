"""Runs in the environment of a vendor's client and calls functions of the program ``argv[1]``.

Each line of the input is a call, a JSON array of function name and arguments; each line of the output is its result.
"""

import json
import runpy
import sys
from contextlib import redirect_stdout

results = sys.stdout
with redirect_stdout(sys.stderr):  # for the clients' own messages
    program = runpy.run_path(sys.argv[1])
    for line in sys.stdin:
        function, arguments = json.loads(line)
        print(json.dumps(program[function](**arguments)), file=results, flush=True)
