using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Arrow.Tests;

/// <summary>Batches with every kind of column, and their values as plain objects to compare.</summary>
internal static class Samples
{
    public static readonly Schema Schema = new(
        [
            new Field("bool", BooleanType.Default, true),
            new Field("int32", Int32Type.Default, false),
            new Field("int64", Int64Type.Default, true, new Dictionary<string, string> { ["unit"] = "W", ["note"] = "Zähler ⚡" }),
            new Field("float", FloatType.Default, true),
            new Field("double", DoubleType.Default, true),
            new Field("time_s", new TimestampType(TimeUnit.Second, (string?)null), true),
            new Field("time_ms", new TimestampType(TimeUnit.Millisecond, "Europe/Berlin"), true),
            new Field("time_us", new TimestampType(TimeUnit.Microsecond, "UTC"), true),
            new Field("time_ns", new TimestampType(TimeUnit.Nanosecond, "+02:00"), true),
            new Field("text", StringType.Default, true),
            new Field("codes", AllTypes.TextCodes, true),
            new Field("ordered", new DictionaryType(Int32Type.Default, StringType.Default, ordered: true), true),
        ],
        new Dictionary<string, string> { ["origin"] = "tests", [""] = "" });

    private static readonly string[] Words = ["", "a", "meter-00042", "Zähler", "⚡", "0123456789012345678901234567890123456789"];

    public static RecordBatch Batch(int rows, bool nulls, int seed = 1)
    {
        Random random = new(seed);
        bool[] isNull = [.. Enumerable.Range(0, rows).Select(_ => nulls && random.Next(3) == 0)];
        long[] longs = [.. isNull.Select(_ => random.NextInt64(long.MinValue, long.MaxValue))];
        string[] words = [.. isNull.Select(_ => Words[random.Next(Words.Length)])];
        string[] sorted = [.. Words.Order(StringComparer.Ordinal)];
        string?[] texts = [.. words.Zip(isNull, static (word, none) => none ? null : word)];
        IArrowArray[] columns =
        [
            Bools(Nulled(x => x % 2 == 0)),
            Numbers(Int32Type.Default, [.. longs.Select(static x => (int?)x)]),
            Numbers(Int64Type.Default, Nulled(static x => x)),
            Numbers(FloatType.Default, Nulled(static x => x % 3 == 0 ? float.NaN : x / 7f)),
            Numbers(DoubleType.Default, Nulled(static x => x % 5 == 0 ? -0.0 : x / 7.0)),
            .. Enumerable.Range(5, 4).Select(i => Numbers(Schema.FieldsList[i].DataType, Nulled(static x => x))),
            Texts(texts),
            Codes(texts),
            new DictionaryArray((DictionaryType)Schema.FieldsList[11].DataType, Numbers(Int32Type.Default, [.. texts.Select(text => CodeIn(sorted, text))]), Texts(sorted)),
        ];
        return new RecordBatch(Schema, columns, rows);

        T?[] Nulled<T>(Func<long, T> value)
            where T : struct => [.. longs.Zip(isNull, (x, none) => none ? (T?)null : value(x))];
    }

    /// <summary>An array of a type of fixed width, as its values are stored; null is a null row.</summary>
    public static IArrowArray Numbers<T>(IArrowType type, params T?[] values)
        where T : unmanaged =>
        Make(type, [.. values.Select(static value => value.HasValue)], ArrowArrays.CopyOf<T>(values.Select(static value => value.GetValueOrDefault()).ToArray()));

    public static BooleanArray Bools(params bool?[] values) =>
        (BooleanArray)Make(BooleanType.Default, [.. values.Select(static value => value.HasValue)], Bits([.. values.Select(static value => value == true)]));

    public static StringArray Texts(params string?[] texts)
    {
        byte[][] bytes = [.. texts.Select(static text => Encoding.UTF8.GetBytes(text ?? ""))];
        int end = 0;
        int[] ends = [0, .. bytes.Select(text => end += text.Length)];
        return (StringArray)Make(
            StringType.Default, [.. texts.Select(static text => text is not null)], ArrowArrays.CopyOf<int>(ends), ArrowArrays.CopyOf<byte>(bytes.SelectMany(static text => text).ToArray()));
    }

    /// <summary>Codes of texts; the dictionary has them in the order in which they come.</summary>
    public static DictionaryArray Codes(params string?[] texts)
    {
        string[] dictionary = [.. texts.OfType<string>().Distinct()];
        return new DictionaryArray(AllTypes.TextCodes, Numbers(Int32Type.Default, [.. texts.Select(text => CodeIn(dictionary, text))]), Texts(dictionary));
    }

    /// <summary>A schema with all that is in it, for comparison.</summary>
    public static string Text(Schema schema) => $"{string.Join("; ", schema.FieldsList.Select(Text))}{Text(schema.Metadata)}";

    /// <summary>A field with all that is in it.</summary>
    public static string Text(Field field) => $"{ArrowNames.Of(field)}{Text(field.Metadata)}{TextOfParts(field.DataType)}";

    /// <summary>Every row of every column, column by column.</summary>
    public static object?[] Values(RecordBatch batch) => [.. batch.Arrays.SelectMany(Values)];

    public static IEnumerable<object?> Values(IArrowArray array) => Enumerable.Range(0, array.Length).Select(row => Value(array, row));

    public static object? Value(IArrowArray array, int row) => array switch
    {
        BooleanArray a => a.GetValue(row),
        Int32Array a => a.GetValue(row),
        Int64Array a => a.GetValue(row),
        TimestampArray a => a.GetValue(row),
        FloatArray a => a.GetValue(row) is { } value ? BitConverter.SingleToInt32Bits(value) : null,
        DoubleArray a => a.GetValue(row) is { } value ? BitConverter.DoubleToInt64Bits(value) : null,
        StringArray a => a.GetString(row),
        LargeStringArray a => a.GetString(row),
        StringViewArray a => a.GetString(row),
        DictionaryArray { Dictionary: StringArray or LargeStringArray or StringViewArray } a => a.IsNull(row) ? null : Value(a.Dictionary, PlainValues.CodeAt(a, row)),
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

    private static IArrowArray Make(IArrowType type, bool[] isValid, params ArrowBuffer[] buffers)
    {
        int nulls = isValid.Count(static valid => !valid);
        return ArrowArrays.Make(type, isValid.Length, nulls, [nulls == 0 ? ArrowBuffer.Empty : Bits(isValid), .. buffers]);
    }

    private static ArrowBuffer Bits(bool[] values)
    {
        byte[] bits = new byte[Bitmap.ByteCount(values.Length)];
        for (int row = 0; row < values.Length; row++)
        {
            Bitmap.Set(bits, row, values[row]);
        }

        return ArrowArrays.CopyOf<byte>(bits);
    }

    private static int? CodeIn(string[] dictionary, string? text) => text is null ? null : Array.IndexOf(dictionary, text);

    /// <summary>The fields that a type, or a dictionary's values, are made of: they may have metadata, which no type's name says.</summary>
    private static string TextOfParts(IArrowType type) => type switch
    {
        DictionaryType coded => TextOfParts(coded.ValueType),
        NestedType nested => $" {{{string.Join("; ", nested.Fields.Select(Text))}}}",
        _ => "",
    };

    private static string Text(IReadOnlyDictionary<string, string>? metadata) =>
        string.Concat((metadata ?? new Dictionary<string, string>()).OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $" [{pair.Key}={pair.Value}]"));
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
