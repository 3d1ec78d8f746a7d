using System.Runtime.InteropServices;

using Apache.Arrow.C;

namespace TelemetryEngine.ApacheArrow.Tests;

/// <summary>An empty database of a libduckdb that is loaded at run time, spoken to by its C functions.</summary>
internal sealed unsafe class DuckDb : IDisposable
{
    private readonly nint _library;
    private nint _database;
    private nint _connection;

    public DuckDb(string path)
    {
        _library = NativeLibrary.Load(path);
        (nint database, nint connection) = (0, 0);
        Assert.Equal(0, ((delegate* unmanaged<byte*, nint*, int>)Function("duckdb_open"))(null, &database));
        Assert.Equal(0, ((delegate* unmanaged<nint, nint*, int>)Function("duckdb_connect"))(database, &connection));
        (_database, _connection) = (database, connection);
    }

    /// <summary>Makes a stream a view, which can be asked once.</summary>
    public void Scan(string view, CArrowArrayStream* stream)
    {
        nint name = Marshal.StringToCoTaskMemUTF8(view);
        Assert.Equal(0, ((delegate* unmanaged<nint, nint, CArrowArrayStream*, int>)Function("duckdb_arrow_scan"))(_connection, name, stream));
        Marshal.FreeCoTaskMem(name);
    }

    /// <summary>A query's answer as batches, which DuckDB made and releases.</summary>
    public List<RecordBatch> Query(string sql)
    {
        Result result = default;
        nint text = Marshal.StringToCoTaskMemUTF8(sql);
        int state = ((delegate* unmanaged<nint, nint, Result*, int>)Function("duckdb_query"))(_connection, text, &result);
        Marshal.FreeCoTaskMem(text);
        try
        {
            Assert.True(state == 0, Marshal.PtrToStringUTF8(((delegate* unmanaged<Result*, nint>)Function("duckdb_result_error"))(&result)));
            return Read(&result);
        }
        finally
        {
            ((delegate* unmanaged<Result*, void>)Function("duckdb_destroy_result"))(&result);
        }
    }

    public void Dispose()
    {
        (nint database, nint connection) = (_database, _connection);
        ((delegate* unmanaged<nint*, void>)Function("duckdb_disconnect"))(&connection);
        ((delegate* unmanaged<nint*, void>)Function("duckdb_close"))(&database);
        (_database, _connection) = (0, 0);
    }

    private List<RecordBatch> Read(Result* result)
    {
        nint options = ((delegate* unmanaged<Result*, nint>)Function("duckdb_result_get_arrow_options"))(result);
        List<RecordBatch> batches = [];
        Schema schema = ReadSchema(result, options);
        CArrowArray* array = CArrowArray.Create();
        while (((delegate* unmanaged<Result, nint>)Function("duckdb_fetch_chunk"))(*result) is not 0 and nint chunk)
        {
            Check(((delegate* unmanaged<nint, nint, CArrowArray*, nint>)Function("duckdb_data_chunk_to_arrow"))(options, chunk, array));
            ((delegate* unmanaged<nint*, void>)Function("duckdb_destroy_data_chunk"))(&chunk);
            batches.Add(CArrowArrayImporter.ImportRecordBatch(array, schema));
        }

        CArrowArray.Free(array);
        ((delegate* unmanaged<nint*, void>)Function("duckdb_destroy_arrow_options"))(&options);
        return batches;
    }

    private Schema ReadSchema(Result* result, nint options)
    {
        int count = (int)((delegate* unmanaged<Result*, ulong>)Function("duckdb_column_count"))(result);
        nint* types = stackalloc nint[count];
        nint* names = stackalloc nint[count];
        for (int i = 0; i < count; i++)
        {
            types[i] = ((delegate* unmanaged<Result*, ulong, nint>)Function("duckdb_column_logical_type"))(result, (ulong)i);
            names[i] = ((delegate* unmanaged<Result*, ulong, nint>)Function("duckdb_column_name"))(result, (ulong)i);
        }

        CArrowSchema* schema = CArrowSchema.Create();
        Check(((delegate* unmanaged<nint, nint*, nint*, ulong, CArrowSchema*, nint>)Function("duckdb_to_arrow_schema"))(options, types, names, (ulong)count, schema));
        for (int i = 0; i < count; i++)
        {
            ((delegate* unmanaged<nint*, void>)Function("duckdb_destroy_logical_type"))(types + i);
        }

        Schema read = CArrowSchemaImporter.ImportSchema(schema);
        CArrowSchema.Free(schema);
        return read;
    }

    private void Check(nint error)
    {
        if (error != 0)
        {
            Assert.Fail(Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)Function("duckdb_error_data_message"))(error)) ?? "no reason is given");
        }
    }

    private nint Function(string name) => NativeLibrary.GetExport(_library, name);

    /// <summary>duckdb_result: all its fields are DuckDB's own.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Result
    {
        public ulong Columns;
        public ulong Rows;
        public ulong RowsChanged;
        public nint ColumnData;
        public nint ErrorMessage;
        public nint Data;
    }
}
