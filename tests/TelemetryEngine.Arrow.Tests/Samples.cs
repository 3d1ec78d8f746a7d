using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Arrow.Tests;

/// <summary>Batches with every kind of column, and their values as plain objects to compare.</summary>
internal static class Samples
{
    public static readonly Schema Schema = new(
        [
            new Field("bool", BooleanType.Default),
            new Field("int32", Int32Type.Default, isNullable: false),
            new Field("int64", Int64Type.Default, metadata: new Dictionary<string, string> { ["unit"] = "W", ["note"] = "Zähler ⚡" }),
            new Field("float", FloatType.Default),
            new Field("double", DoubleType.Default),
            new Field("time_s", new TimestampType(TimeUnit.Second)),
            new Field("time_ms", new TimestampType(TimeUnit.Millisecond, "Europe/Berlin")),
            new Field("time_us", TimestampType.Default),
            new Field("time_ns", new TimestampType(TimeUnit.Nanosecond, "+02:00")),
            new Field("text", StringType.Default),
            new Field("codes", DictionaryType.Default),
            new Field("ordered", new DictionaryType(Int32Type.Default, StringType.Default, ordered: true)),
        ],
        new Dictionary<string, string> { ["origin"] = "tests", [""] = "" });

    private static readonly string[] Words = ["", "a", "meter-00042", "Zähler", "⚡", "0123456789012345678901234567890123456789"];

    public static RecordBatch Batch(int rows, bool nulls, int seed = 1)
    {
        Random random = new(seed);
        bool[] isNull = [.. Enumerable.Range(0, rows).Select(_ => nulls && random.Next(3) == 0)];
        long[] longs = [.. isNull.Select(_ => random.NextInt64(long.MinValue, long.MaxValue))];
        string[] words = [.. isNull.Select(_ => Words[random.Next(Words.Length)])];
        ArrowArray[] columns =
        [
            Bools(isNull, longs),
            Fill<int, Int32Array>(new Int32Array.Builder(), [.. longs.Select(x => (int)x)], new bool[rows]),
            Fill<long, Int64Array>(new Int64Array.Builder(), longs, isNull),
            Fill<float, FloatArray>(new FloatArray.Builder(), [.. longs.Select(x => x % 3 == 0 ? float.NaN : x / 7f)], isNull),
            Fill<double, DoubleArray>(new DoubleArray.Builder(), [.. longs.Select(x => x % 5 == 0 ? -0.0 : x / 7.0)], isNull),
            Fill<long, TimestampArray>(new TimestampArray.Builder((TimestampType)Schema.FieldsList[5].DataType), longs, isNull),
            Fill<long, TimestampArray>(new TimestampArray.Builder((TimestampType)Schema.FieldsList[6].DataType), longs, isNull),
            Fill<long, TimestampArray>(new TimestampArray.Builder((TimestampType)Schema.FieldsList[7].DataType), longs, isNull),
            Fill<long, TimestampArray>(new TimestampArray.Builder((TimestampType)Schema.FieldsList[8].DataType), longs, isNull),
            new StringArray.Builder().AppendRange(words.Zip(isNull, (word, none) => none ? null : word)).Build(),
            new DictionaryArray.Builder().AppendRange(words.Zip(isNull, (word, none) => none ? null : word)).Build(),
            Ordered(words, isNull),
        ];
        return new RecordBatch(Schema, columns, rows);
    }

    /// <summary>Every row of every column, column by column.</summary>
    public static object?[] Values(RecordBatch batch) => [.. batch.Arrays.SelectMany(Values)];

    public static IEnumerable<object?> Values(ArrowArray array) => Enumerable.Range(0, array.Length).Select(row => Value(array, row));

    public static object? Value(ArrowArray array, int row) => array switch
    {
        BooleanArray a => a.GetValue(row),
        Int32Array a => a.GetValue(row),
        Int64Array a => a.GetValue(row),
        TimestampArray a => a.GetValue(row),
        FloatArray a => a.GetValue(row) is { } value ? BitConverter.SingleToInt32Bits(value) : null,
        DoubleArray a => a.GetValue(row) is { } value ? BitConverter.DoubleToInt64Bits(value) : null,
        StringArray a => a.GetString(row),
        DictionaryArray { IsText: true } a => a.GetString(row),
        _ => PlainValues.At(array, row),
    };

    public static byte[] Write(bool asFile, Schema schema, IEnumerable<RecordBatch> batches, IpcOptions? options = null)
    {
        using MemoryStream stream = new();
        using ArrowStreamWriter writer = asFile
            ? new ArrowFileWriter(stream, schema, leaveOpen: true, options)
            : new ArrowStreamWriter(stream, schema, leaveOpen: true, options);
        foreach (RecordBatch batch in batches)
        {
            writer.WriteRecordBatch(batch);
        }

        writer.WriteEnd();
        return stream.ToArray();
    }

    /// <summary>Reads all batches and takes their values; with <paramref name="asStream"/> through a stream, else straight from memory.</summary>
    public static (Schema Schema, List<object?[]> Batches) Read(bool asFile, byte[] bytes, bool asStream = false)
    {
        List<object?[]> batches = [];
        if (asFile)
        {
            using ArrowFileReader reader = asStream ? new ArrowFileReader(new MemoryStream(bytes)) : new ArrowFileReader(bytes);
            while (reader.ReadNextRecordBatch() is { } batch)
            {
                using (batch)
                {
                    batches.Add(Values(batch));
                }
            }

            return (reader.Schema, batches);
        }

        using ArrowStreamReader streamReader = asStream ? new ArrowStreamReader(new TrickleStream(bytes)) : new ArrowStreamReader(bytes);
        while (streamReader.ReadNextRecordBatch() is { } batch)
        {
            using (batch)
            {
                batches.Add(Values(batch));
            }
        }

        return (streamReader.Schema, batches);
    }

    private static BooleanArray Bools(bool[] isNull, long[] longs)
    {
        BooleanArray.Builder builder = new();
        for (int i = 0; i < longs.Length; i++)
        {
            _ = isNull[i] ? builder.AppendNull() : builder.Append(longs[i] % 2 == 0);
        }

        return builder.Build();
    }

    private static TArray Fill<T, TArray>(PrimitiveArrayBuilder<T, TArray> builder, T[] values, bool[] isNull)
        where T : unmanaged
        where TArray : PrimitiveArray<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            _ = isNull[i] ? builder.AppendNull() : builder.Append(values[i]);
        }

        return builder.Build();
    }

    private static DictionaryArray Ordered(string[] words, bool[] isNull)
    {
        string[] sorted = [.. Words.Order(StringComparer.Ordinal)];
        Int32Array codes = Fill<int, Int32Array>(new Int32Array.Builder(), [.. words.Select(word => Array.IndexOf(sorted, word))], isNull);
        return new DictionaryArray((DictionaryType)Schema.FieldsList[11].DataType, codes, new StringArray.Builder().AppendRange(sorted).Build());
    }
}

/// <summary>A stream that can't seek and gives a few bytes at a time, as a socket does.</summary>
internal sealed class TrickleStream(byte[] bytes) : Stream
{
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = Math.Min(Math.Min(buffer.Length, 7), bytes.Length - _position);
        bytes.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
