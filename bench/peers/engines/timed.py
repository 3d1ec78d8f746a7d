import json
import time


def timed(queries, query):
    """Runs a query so many times and prints what each took, for run.mjs."""
    seconds = []
    for _ in range(queries):
        start = time.perf_counter()
        result = query()
        seconds.append(time.perf_counter() - start)
        del result
    print(json.dumps({"seconds": seconds}))
