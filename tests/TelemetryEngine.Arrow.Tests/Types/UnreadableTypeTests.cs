using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Arrow.Tests.Types;

/// <summary>A column of a type that the package can't say may be there; only reading it is refused.</summary>
public sealed class UnreadableTypeTests
{
    public static TheoryData<string, bool, bool> Inputs =>
        new MatrixTheoryData<string, bool, bool>(UnreadableFiles.Kinds, [false, true], [false, true]);

    [Theory]
    [MemberData(nameof(Inputs))]
    public void The_schema_is_read(string kind, bool asFile, bool fromMemory)
    {
        Schema schema = Read(kind, asFile, fromMemory, []).Schema;
        Assert.Equal(["x", "n"], schema.FieldsList.Select(field => field.Name));
        Assert.IsType<Int32Type>(schema.FieldsList[1].DataType);
        IArrowType inner = schema.FieldsList[0].DataType switch
        {
            ListType list => list.ValueDataType,
            MapType map => map.ValueField.DataType,
            StructType fields => fields.Fields[1].DataType,
            DictionaryType codes => codes.ValueType,
            IArrowType itself => itself,
        };
        UnreadableType type = Assert.IsType<UnreadableType>(inner);
        Assert.Throws<NotSupportedException>(() => type.CreateArray(new NullArray(1)));
        Assert.NotEqual("", ArrowNames.Of(schema.FieldsList[0].DataType));
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Other_columns_are_read(string kind, bool asFile, bool fromMemory)
    {
        Assert.Equal([[7, 8, 9], [7, 8, 9]], Read(kind, asFile, fromMemory, [1]).Batches);
        Assert.Equal([[], []], Read(kind, asFile, fromMemory, []).Batches);
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void It_is_refused_when_it_is_read(string kind, bool asFile, bool fromMemory)
    {
        foreach (int[]? fields in (int[]?[])[null, [0], [0, 1]])
        {
            ArrowFormatException error = Assert.Throws<ArrowFormatException>(() => Read(kind, asFile, fromMemory, fields));
            Assert.Contains(kind == "codes of structs" ? "dictionary 0" : "column 'x'", error.Message, StringComparison.Ordinal);
            Assert.InRange(error.Offset, 0, UnreadableFiles.Write(asFile, kind).Length);
        }
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void It_is_not_written(string kind, bool asFile, bool fromMemory)
    {
        Schema schema = Read(kind, asFile, fromMemory, []).Schema;
        Assert.Throws<NotSupportedException>(() => Samples.Write(asFile, schema, []));
    }

    private static (Schema Schema, List<object?[]> Batches) Read(string kind, bool asFile, bool fromMemory, int[]? fields)
    {
        byte[] bytes = UnreadableFiles.Write(asFile, kind);
        using ArrowFileReader? file = !asFile ? null : fromMemory ? new ArrowFileReader(bytes) : new ArrowFileReader(new MemoryStream(bytes));
        using ArrowStreamReader? stream = asFile ? null : fromMemory ? new ArrowStreamReader(bytes) : new ArrowStreamReader(new TrickleStream(bytes));
        if (fields is not null)
        {
            file?.Select(fields);
            stream?.Select(fields);
        }

        List<object?[]> batches = [];
        while ((file is null ? stream!.ReadNextRecordBatch() : file.ReadNextRecordBatch()) is { } batch)
        {
            using (batch)
            {
                Assert.Equal(3, batch.Length);
                batches.Add(Samples.Values(batch));
            }
        }

        return (file?.Schema ?? stream!.Schema, batches);
    }
}
