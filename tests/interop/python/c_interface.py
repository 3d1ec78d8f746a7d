"""Arrow's C interfaces as ctypes has them, the engine behind them, and counts of what was released."""
import ctypes as c

CALLBACKS = []  # for as long as the process lives: who holds a structure may release it at any time
RELEASE = c.CFUNCTYPE(None, c.c_void_p)
GET = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p)


class Schema(c.Structure):
    _fields_ = [
        ("format", c.c_void_p), ("name", c.c_void_p), ("metadata", c.c_void_p), ("flags", c.c_int64), ("n_children", c.c_int64),
        *((name, c.c_void_p) for name in ("children", "dictionary", "release", "private_data")),
    ]


class Array(c.Structure):
    _fields_ = [
        *((name, c.c_int64) for name in ("length", "null_count", "offset", "n_buffers", "n_children")),
        *((name, c.c_void_p) for name in ("buffers", "children", "dictionary", "release", "private_data")),
    ]


class Stream(c.Structure):
    _fields_ = [(name, c.c_void_p) for name in ("get_schema", "get_next", "get_last_error", "release", "private_data")]


class Releases:
    """
    Puts callbacks of its own in front of those of structures that go from one library to another: each must be called once. They also let
    go of Python's lock, which nanoarrow keeps while it waits for a batch: the engine reads what it was given on other threads, which may
    need that lock.
    """

    def __init__(self):
        self.given = 0
        self.times = {}

    def fault(self):
        missing = self.given - len(self.times)
        twice = sum(times > 1 for times in self.times.values())
        return f"of {self.given} structures {missing} were not released, and {twice} more than once" if missing or twice else None

    def watch(self, structure):
        """The structure, counted; of a stream also what comes out of it."""
        if not structure.release:
            return structure
        number, original = self.given, RELEASE(structure.release)
        self.given += 1

        def release(pointer):
            self.times[number] = self.times.get(number, 0) + 1
            original(pointer)

        structure.release = self._address(RELEASE(release))
        if isinstance(structure, Stream):
            structure.get_schema = self._watched(structure.get_schema, Schema)
            structure.get_next = self._watched(structure.get_next, Array)
        return structure

    def _watched(self, getter, kind):
        original = GET(getter)

        def get(stream, result):
            code = original(stream, result)
            if code == 0:
                self.watch(kind.from_address(result))
            return code

        return self._address(GET(get))

    def _address(self, callback):
        CALLBACKS.append(callback)
        return c.cast(callback, c.c_void_p).value


class Engine:
    """The engine's library (Exports.cs). Calls raise what it says."""

    def __init__(self, path):
        self._library = c.CDLL(path)
        self._library.interop_error.restype = c.c_char_p
        self._library.interop_open_streams.restype = c.c_int64

    def read(self, path, result):
        self._call("read", str(path).encode(), c.byref(result))

    def run_stream(self, stream, plan, result):
        self._call("run_stream", c.byref(stream), plan.encode(), c.byref(result))

    def run_batch(self, array, schema, plan, result, result_schema):
        self._call("run_batch", c.byref(array), c.byref(schema), plan.encode(), c.byref(result), c.byref(result_schema))

    def run_array(self, array, schema, plan, result, result_schema):
        self._call("run_array", c.byref(array), c.byref(schema), plan.encode(), c.byref(result), c.byref(result_schema))

    def open_streams(self):
        return self._library.interop_open_streams()

    def collect(self):
        self._library.interop_collect()

    def _call(self, name, *arguments):
        if getattr(self._library, f"interop_{name}")(*arguments) != 0:
            raise EngineError(self._library.interop_error().decode())


class EngineError(Exception):
    pass
