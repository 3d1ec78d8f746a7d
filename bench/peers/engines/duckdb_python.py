"""DuckDB's binding of Python: does what duckdb-script.mjs says."""
import json
import sys

import duckdb

from timed import timed

script = json.loads(sys.argv[1])
connection = duckdb.connect(":memory:", config={"threads": 2})
for statement in script["prepare"]:
    connection.execute(statement)
if script["queries"]:
    # `execute` comes back with the first rows; `complete` runs to the end and keeps none, which costs it the least
    timed(script["queries"], lambda: connection.execute(script["query"]).complete())
if script["output"].endswith(".arrow"):
    from pyarrow import ipc

    batches = connection.sql(script["result"]).to_arrow_reader(1 << 17)
    with ipc.new_file(script["output"], batches.schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
else:
    connection.execute(script["result"])
