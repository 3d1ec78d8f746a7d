using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow.Tests.Ipc;

/// <summary>Makes schemas and batches of a few columns that may be null.</summary>
internal static class Batches
{
    public static Schema SchemaOf(params (string Name, IArrowType Type)[] columns) =>
        new(columns.Select(column => new Field(column.Name, column.Type, nullable: true)), null);

    public static RecordBatch Of(string name, IArrowArray column) => Of((name, column));

    public static RecordBatch Of(params (string Name, IArrowArray Array)[] columns) => new(
        SchemaOf([.. columns.Select(column => (column.Name, column.Array.Data.DataType))]), columns.Select(column => column.Array), columns[0].Array.Length);

    /// <summary>Int64 values without nulls.</summary>
    public static IArrowArray Longs(IEnumerable<long> values) => Samples.Numbers<long>(Int64Type.Default, [.. values]);

    /// <summary>Codes into texts.</summary>
    public static DictionaryArray CodesOf(IArrowArray texts, params int[] codes) =>
        new(AllTypes.TextCodes, Samples.Numbers<int>(Int32Type.Default, [.. codes]), texts);

    /// <summary>Writes other numbers over the first that are these.</summary>
    public static void Spoil(byte[] bytes, ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        int at = bytes.AsSpan().IndexOf(MemoryMarshal.AsBytes(before));
        Assert.True(at > 0);
        MemoryMarshal.AsBytes(after).CopyTo(bytes.AsSpan(at));
    }
}
