"""
One peer's part, in a process of its own: what peer.mjs is for the peers of JavaScript, with the same lines of JSON.
peer.py PEER FOLDER reads every file of the matrix in FOLDER/ours, then writes the matrix's columns that PEER can make to FOLDER/theirs.
"""
import importlib
import json
import pathlib
import sys

from neutral import difference, neutral, raw_of, runs


def fault_of(error):
    return str(error) or type(error).__name__


def read(peer, folder, columns, file):
    column = columns[file["column"]]
    shape, values = column["shape"], column["values"]
    try:
        actual = [neutral(shape, raw) for raw in peer.read(folder / "ours" / file["name"], file["format"], shape)]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # what ends Rust's part of Polars is no Exception
        return {"read": file["name"], "fault": fault_of(error), "canary": True}
    return {"read": file["name"], "fault": difference(actual, values), "canary": difference(actual, values + ["one more"])}


def write(peer, path, format, column, compression):
    parts = runs([raw_of(column["shape"], text) for text in column["values"]], column["lengths"])
    try:
        peer.write(path, format, column, parts, compression)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        return {"read": path.name, "fault": f"can't be written: {fault_of(error)}"}
    return {"wrote": {"name": path.name, "format": format, "values": column["values"]}}


def main(name, folder):
    peer = importlib.import_module(f"{name.replace('-', '_')}_peer")
    matrix = json.loads((folder / "ours" / "matrix.json").read_text(encoding="utf-8"))
    columns, files = matrix["columns"], matrix["files"]
    for file in files:
        print(json.dumps(read(peer, folder, columns, file)))
    for column in columns:
        for format in peer.FORMATS:
            for compression in peer.COMPRESSIONS:
                if peer.can_write(column, format, compression):
                    path = folder / "theirs" / f"{name}.{column['id']}.{compression}.{format}"
                    print(json.dumps(write(peer, path, format, column, compression)))


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
