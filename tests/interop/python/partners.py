"""What pyarrow and nanoarrow do at their ends of Arrow's C interfaces, with the engine at the other."""
import ctypes
import io

import nanoarrow as na
import pyarrow as pa
from nanoarrow.c_array import allocate_c_array
from nanoarrow.c_array_stream import allocate_c_array_stream
from nanoarrow.c_schema import allocate_c_schema
from pyarrow import ipc

import nanoarrow_peer
import pyarrow_peer
from c_interface import Array, Schema, Stream

pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
pointer_of.restype = ctypes.c_void_p
pointer_of.argtypes = [ctypes.py_object, ctypes.c_char_p]
address = ctypes.addressof


class Partner:
    """One of the two, with the engine. What goes over is watched until it is released."""

    def __init__(self, engine, releases):
        self.engine, self.releases = engine, releases

    def read(self, path):
        result = Stream()
        self.engine.read(path, result)
        return self.take_stream(self.releases.watch(result))

    def run_stream(self, stream, plan):
        return self.take_stream(self.begin_stream(stream, plan))

    def begin_stream(self, stream, plan):
        """The engine's stream, of which nothing was taken yet."""
        given, result = Stream(), Stream()
        self.give_stream(stream, given)
        self.engine.run_stream(self.releases.watch(given), plan, result)
        return self.releases.watch(result)

    def run_batch(self, batch, plan):
        return self.take_batch(*self._run(batch, plan, self.engine.run_batch))

    def run_array(self, array, plan):
        return self.take_array(*self._run(array, plan, self.engine.run_array))

    def _run(self, data, plan, run):
        given, given_schema, result, result_schema = Array(), Schema(), Array(), Schema()
        self.give(data, given, given_schema)
        run(self.releases.watch(given), self.releases.watch(given_schema), plan, result, result_schema)
        return self.releases.watch(result), self.releases.watch(result_schema)


class Pyarrow(Partner):
    """Intervals of months and of days are C++'s alone."""

    name = "pyarrow"
    lacks = ("interval-year-month", "interval-day-time")

    def open(self, stream):
        """A stream's bytes."""
        return ipc.open_stream(stream)

    def first_batch(self, reader):
        return reader.read_next_batch()

    def give_stream(self, reader, stream):
        reader._export_to_c(address(stream))

    def give(self, data, array, schema):
        data._export_to_c(address(array), address(schema))

    def take_stream(self, stream):
        with pa.RecordBatchReader._import_from_c(address(stream)) as reader:
            table = reader.read_all()
        table.validate(full=True)
        return table

    def take_first_batch(self, stream):
        """And no other: the stream is released before its end."""
        with pa.RecordBatchReader._import_from_c(address(stream)) as reader:
            return pa.Table.from_batches([reader.read_next_batch()])

    def take_batch(self, array, schema):
        table = pa.Table.from_batches([pa.RecordBatch._import_from_c(address(array), address(schema))])
        table.validate(full=True)
        return table

    def take_array(self, array, schema):
        taken = pa.Array._import_from_c(address(array), address(schema))
        taken.validate(full=True)
        return taken

    def column_of(self, batch):
        return batch.column(0)

    def values(self, shape, table):
        return [raw for chunk in table.column("v").chunks for raw in pyarrow_peer.values(shape, chunk)]

    def values_of_array(self, shape, array):
        return pyarrow_peer.values(shape, array)

    def rows(self, table):
        return table.to_pylist()


class Nanoarrow(Partner):
    """
    Its reader has no views, nor run ends; its Python no values of small decimals, and what it does with views, those of pyarrow too, ends
    the process.
    """

    name = "nanoarrow"
    lacks = (
        "decimal32", "decimal64", "run-end-encoded", "list-view", "large-list-view", "utf8-view", "binary-view", "dictionary-uint32-view",
    )

    def open(self, stream):
        return na.ArrayStream.from_readable(io.BytesIO(stream))

    def first_batch(self, stream):
        return next(iter(stream.iter_chunks()))

    def give_stream(self, source, stream):
        capsule = source.__arrow_c_stream__()
        move(Stream.from_address(pointer_of(capsule, b"arrow_array_stream")), stream)

    def give(self, data, array, schema):
        schema_capsule, array_capsule = data.__arrow_c_array__()
        move(Schema.from_address(pointer_of(schema_capsule, b"arrow_schema")), schema)
        move(Array.from_address(pointer_of(array_capsule, b"arrow_array")), array)

    def take_stream(self, stream):
        return self._stream(stream).read_all()

    def take_first_batch(self, stream):
        return next(iter(self._stream(stream).iter_chunks()))

    def take_batch(self, array, schema):
        held_schema = allocate_c_schema()
        move(schema, Schema.from_address(held_schema._addr()))
        held = allocate_c_array(held_schema)
        move(array, Array.from_address(held._addr()))
        return na.Array(held)

    take_array = take_batch

    def column_of(self, batch):
        return batch.child(0)

    def values(self, shape, table):
        return [raw for batch in table.iter_chunks() for raw in nanoarrow_peer.values(shape, na.c_array(batch).child(0))]

    def values_of_array(self, shape, array):
        return nanoarrow_peer.values(shape, na.c_array(array))

    def rows(self, table):
        return table.to_pylist()

    def _stream(self, stream):
        held = allocate_c_array_stream()
        move(stream, Stream.from_address(held._addr()))
        return na.ArrayStream(held)


def move(source, target):
    """A structure to another place, as the interfaces let it: its bytes, and what was there counts as released."""
    ctypes.memmove(address(target), address(source), ctypes.sizeof(source))
    source.release = None
