using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Testing;

/// <summary>Makes Arrow arrays of values that stand in a test.</summary>
internal static class Arrays
{
    /// <summary>An array of a type of fixed width, as counts and integers are stored; null is a null row.</summary>
    public static IArrowArray Of<T>(IArrowType type, params T?[] values)
        where T : unmanaged
    {
        byte[] bits = new byte[Bitmap.ByteCount(values.Length)];
        T[] stored = new T[values.Length];
        for (int row = 0; row < values.Length; row++)
        {
            Bitmap.Set(bits, row, values[row].HasValue);
            stored[row] = values[row].GetValueOrDefault();
        }

        int nulls = values.Count(static value => value is null);
        return ArrowArrays.Make(type, values.Length, nulls, nulls == 0 ? ArrowBuffer.Empty : ArrowArrays.CopyOf<byte>(bits), ArrowArrays.CopyOf<T>(stored));
    }

    /// <summary>Instants as counts of the type's unit.</summary>
    public static TimestampArray Times(TimestampType type, params long?[] values) => (TimestampArray)Of(type, values);

    /// <summary>Microseconds in UTC.</summary>
    public static TimestampType Microseconds { get; } = new(TimeUnit.Microsecond, "UTC");

    extension(IArrowArray array)
    {
        /// <summary>The type.</summary>
        public IArrowType DataType => array.Data.DataType;
    }

    /// <summary>A schema with all that is in it, for comparison.</summary>
    public static string Text(this Schema schema) => string.Join("; ", schema.FieldsList.Select(Text)) + Text(schema.Metadata);

    /// <summary>A field with all that is in it.</summary>
    public static string Text(this Field field) => ArrowNames.Of(field) + Text(field.Metadata);

    private static string Text(IReadOnlyDictionary<string, string>? metadata) =>
        metadata is null ? "" : string.Concat(metadata.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $" [{pair.Key}={pair.Value}]"));

    /// <summary>The text of a row of codes; null at a null row.</summary>
    public static string? GetString(this DictionaryArray array, int row) => array.TextAt(row);

    /// <summary>The text of a row in UTF-8.</summary>
    public static ReadOnlySpan<byte> GetUtf8(this IArrowArray array, int row) => array.IsNull(row) ? default : array.BytesAt(row);
}

/// <summary>Collects texts as codes into a dictionary, in the order in which they come.</summary>
internal sealed class CodedBuilder(bool ordered = false)
{
    private readonly List<string> _texts = [];
    private readonly List<int?> _codes = [];

    public CodedBuilder Append(string? text)
    {
        int code = text is null ? -1 : _texts.IndexOf(text);
        if (text is not null && code < 0)
        {
            code = _texts.Count;
            _texts.Add(text);
        }

        _codes.Add(text is null ? null : code);
        return this;
    }

    public CodedBuilder AppendNull() => Append(null);

    public DictionaryArray Build() => new(
        new DictionaryType(Int32Type.Default, StringType.Default, ordered), Arrays.Of(Int32Type.Default, [.. _codes]), new StringArray.Builder().AppendRange(_texts).Build());
}

/// <summary>Collects instants as counts of a unit.</summary>
internal sealed class TimesBuilder(TimestampType type)
{
    private readonly List<long?> _values = [];

    public TimesBuilder Append(long value)
    {
        _values.Add(value);
        return this;
    }

    public TimesBuilder AppendNull()
    {
        _values.Add(null);
        return this;
    }

    public TimesBuilder AppendRange(IEnumerable<long> values)
    {
        _values.AddRange(values.Select(static value => (long?)value));
        return this;
    }

    public TimestampArray Build() => Arrays.Times(type, [.. _values]);
}
