"""
The engine as a native library in one process with pyarrow and nanoarrow: data goes from one to the other by Arrow's C data and C stream
interfaces, without a copy. in_process.py FOLDER LIBRARY prints a line for each fault and ends with "N passed, N failed". Every structure
that is handed over must be released, once.
"""
import ctypes
import gc
import json
import pathlib
import sys

import pyarrow as pa

import aggregates
from c_interface import RELEASE, Engine, EngineError, Releases, Schema
from neutral import difference, neutral
from partners import Nanoarrow, Pyarrow

ROWS = json.dumps({"version": 1})


class Tries:
    """Runs what is tried, and counts. After each nothing may be held any more."""

    def __init__(self, engine, releases):
        self.engine, self.releases = engine, releases
        self.passed = self.failed = 0

    def attempt(self, name, action):
        try:
            fault = action()
        except Exception as error:
            fault = f"{type(error).__name__}: {error}"
        self.count(name, fault)

    def count(self, name, fault):
        self.passed += fault is None
        self.failed += fault is not None
        if fault is not None:
            print(f"FAILED {name}: {fault}")

    def all_is_released(self, name):
        gc.collect()
        self.engine.collect()
        self.count(f"{name}: what was handed over is released", self.releases.fault())
        streams = self.engine.open_streams()
        self.count(f"{name}: the engine's streams are disposed", f"{streams} are open" if streams else None)


def matrix(tries, folder):
    """Every column of the matrix, by each partner: from the engine, to the engine and back, as streams and as an array."""
    matrix = json.loads((folder / "ours" / "matrix.json").read_text(encoding="utf-8"))
    for file in matrix["files"]:
        if file["compression"] == "none" and file["format"] == "stream":
            path, column = folder / "ours" / file["name"], matrix["columns"][file["column"]]
            for partner in (Pyarrow, Nanoarrow):
                if column["kind"] not in partner.lacks:
                    column_of_matrix(tries, partner(tries.engine, tries.releases), path, column)


def column_of_matrix(tries, partner, path, column):
    shape, values = column["shape"], column["values"]

    def fault_of(raws, belongs=values):
        return difference([neutral(shape, raw) for raw in raws], belongs)

    def stream():
        return partner.open(path.read_bytes())

    def array():
        result = partner.run_array(partner.column_of(partner.first_batch(stream())), ROWS)
        return fault_of(partner.values_of_array(shape, result), values[:column["lengths"][0]])

    name = f"{partner.name} in one process, {column['id']}"
    tries.attempt(f"{name}, from the engine", lambda: fault_of(partner.values(shape, partner.read(path))))
    tries.attempt(f"{name}, to the engine and back", lambda: fault_of(partner.values(shape, partner.run_stream(stream(), ROWS))))
    if column["lengths"] and column["kind"] != "null":  # to release an array without buffers ends the process: a fault of Apache.Arrow 23.0.0
        tries.attempt(f"{name}, as an array", array)


def grouped(tries):
    """Readings that the engine aggregates as pyarrow's group_by does, in batches with dictionaries of their own, and in one."""
    readings = aggregates.readings()
    for partner, table in ((Pyarrow, readings), (Nanoarrow, readings.drop_columns(["view"]))):
        many, one = bytes_of(table.to_batches()), bytes_of(table.unify_dictionaries().combine_chunks().to_batches())
        for keys in aggregates.KEYS:
            for daily in (False, True):
                if set(keys) <= set(table.column_names):
                    groups(tries, partner(tries.engine, tries.releases), (table, keys, daily), many, one)


def groups(tries, partner, asked, many, one):
    plan, expected = aggregates.plan(*asked), aggregates.expected(*asked)
    _, keys, daily = asked

    def fault_of(result):
        return difference(aggregates.in_order(partner.rows(result), ["window_start", *keys] if daily else keys), expected)

    name = f"{partner.name} in one process, by {keys}{', daily' if daily else ''}"
    tries.attempt(f"{name}, as a stream", lambda: fault_of(partner.run_stream(partner.open(many), plan)))
    tries.attempt(f"{name}, as a batch", lambda: fault_of(partner.run_batch(partner.first_batch(partner.open(one)), plan)))


def bytes_of(batches):
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batches[0].schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    return sink.getvalue().to_pybytes()


def ends(tries):
    """Streams that end early, on either side, and plans that fit nothing."""
    batch = pa.record_batch({"v": pa.array(range(100_000), pa.int64())})
    many = bytes_of([batch] * 40)

    def broken():
        yield batch
        raise ValueError("the source is broken")

    def message_of(action):
        try:
            action()
        except (EngineError, OSError, pa.ArrowException, RuntimeError) as error:
            return str(error)
        return None

    for partner in (Pyarrow(tries.engine, tries.releases), Nanoarrow(tries.engine, tries.releases)):
        name = f"{partner.name} in one process"
        taken = partner.take_first_batch(partner.begin_stream(partner.open(many), ROWS))
        tries.count(f"{name}, a stream that is left early", None if len(taken) > 0 else "its first batch has no row")
        del taken
        unknown = message_of(lambda: partner.run_stream(partner.open(many), json.dumps({"version": 1, "groupBy": ["none"]})))
        tries.count(f"{name}, a plan that does not fit", None if unknown and "none" in unknown else f"the message is {unknown}")
    given = pa.RecordBatchReader.from_batches(batch.schema, broken())
    partner = Pyarrow(tries.engine, tries.releases)
    message = message_of(lambda: partner.run_stream(given, aggregates_of_v()))
    tries.count("pyarrow in one process, a source that breaks", None if message and "the source is broken" in message else f"the message is {message}")


def aggregates_of_v():
    return json.dumps({"version": 1, "aggregates": [{"function": "sum", "arguments": ["v"]}]})


def canaries(tries):
    """What is checked can fail: a structure that is held, and one that is released twice, are found."""
    held = Releases()
    structure = Schema()
    pa.int64()._export_to_c(ctypes.addressof(structure))
    watched = held.watch(structure).release
    tries.count("a structure that is held is found", None if held.fault() else "it is not")
    RELEASE(watched)(ctypes.addressof(structure))
    tries.count("one that was released is none", held.fault())
    pa.int64()._export_to_c(ctypes.addressof(structure))
    RELEASE(watched)(ctypes.addressof(structure))
    tries.count("one that is released twice is found", None if held.fault() else "it is not")


def main(folder, library):
    start = pa.total_allocated_bytes()
    tries = Tries(Engine(library), Releases())
    canaries(tries)
    matrix(tries, folder)
    tries.all_is_released("columns")
    grouped(tries)
    tries.all_is_released("groups")
    ends(tries)
    tries.all_is_released("ends")
    left = pa.total_allocated_bytes() - start
    tries.count("pyarrow's memory is given back", f"{left} bytes are not" if left else None)
    print(f"{tries.passed} passed, {tries.failed} failed")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2])
