using System.Globalization;

namespace TelemetryEngine.Arrow.C;

/// <summary>The texts by which the C data interface names types.</summary>
internal static class FormatText
{
    private const string Units = "smun";

    /// <summary>The text of a type; of a dictionary, that of its codes.</summary>
    public static string Of(ArrowType type) => type switch
    {
        NullType => "n",
        BooleanType => "b",
        Int8Type => "c",
        UInt8Type => "C",
        Int16Type => "s",
        UInt16Type => "S",
        Int32Type => "i",
        UInt32Type => "I",
        Int64Type => "l",
        UInt64Type => "L",
        HalfFloatType => "e",
        FloatType => "f",
        DoubleType => "g",
        BinaryType => "z",
        LargeBinaryType => "Z",
        BinaryViewType => "vz",
        StringType => "u",
        LargeStringType => "U",
        StringViewType => "vu",
        Decimal128Type of => string.Create(CultureInfo.InvariantCulture, $"d:{of.Precision},{of.Scale}"),
        DecimalType of => string.Create(CultureInfo.InvariantCulture, $"d:{of.Precision},{of.Scale},{of.ByteWidth * 8}"),
        FixedSizeBinaryType of => string.Create(CultureInfo.InvariantCulture, $"w:{of.ByteWidth}"),
        Date32Type => "tdD",
        Date64Type => "tdm",
        Time32Type of => $"tt{Units[(int)of.Unit]}",
        Time64Type of => $"tt{Units[(int)of.Unit]}",
        TimestampType of => $"ts{Units[(int)of.Unit]}:{of.Timezone}",
        DurationType of => $"tD{Units[(int)of.Unit]}",
        IntervalType { Unit: IntervalUnit.YearMonth } => "tiM",
        IntervalType { Unit: IntervalUnit.DayTime } => "tiD",
        IntervalType => "tin",
        ListType => "+l",
        LargeListType => "+L",
        FixedSizeListType of => string.Create(CultureInfo.InvariantCulture, $"+w:{of.ListSize}"),
        StructType => "+s",
        MapType => "+m",
        UnionType of => $"+u{(of.Mode == UnionMode.Dense ? 'd' : 's')}:{string.Join(',', of.TypeIds)}",
        RunEndEncodedType => "+r",
        DictionaryType of => Of(of.IndexType),
        _ => throw new NotSupportedException($"{type} can't be exported"),
    };

    /// <summary>The type that a text names.</summary>
    /// <param name="format">The text.</param>
    /// <param name="children">The types of the children.</param>
    /// <param name="keysSorted">Of maps: the keys of each are sorted.</param>
    /// <exception cref="ArrowFormatException">There is no such type, or it has another number of children.</exception>
    public static ArrowType Read(string format, Field[] children, bool keysSorted)
    {
        ArrowType? nested = ReadNested(format, children, keysSorted);
        if (nested is not null)
        {
            return nested;
        }

        RequireChildren(format, children, 0);
        return ReadPlain(format) ?? ReadWithParameters(format) ?? throw Unknown(format);
    }

    private static ArrowType? ReadPlain(string format) => format switch
    {
        "n" => NullType.Default,
        "b" => BooleanType.Default,
        "c" => Int8Type.Default,
        "C" => UInt8Type.Default,
        "s" => Int16Type.Default,
        "S" => UInt16Type.Default,
        "i" => Int32Type.Default,
        "I" => UInt32Type.Default,
        "l" => Int64Type.Default,
        "L" => UInt64Type.Default,
        "e" => HalfFloatType.Default,
        "f" => FloatType.Default,
        "g" => DoubleType.Default,
        "z" => BinaryType.Default,
        "Z" => LargeBinaryType.Default,
        "vz" => BinaryViewType.Default,
        "u" => StringType.Default,
        "U" => LargeStringType.Default,
        "vu" => StringViewType.Default,
        "tdD" => Date32Type.Default,
        "tdm" => Date64Type.Default,
        "tts" => new Time32Type(TimeUnit.Second),
        "ttm" => new Time32Type(TimeUnit.Millisecond),
        "ttu" => new Time64Type(TimeUnit.Microsecond),
        "ttn" => new Time64Type(TimeUnit.Nanosecond),
        "tDs" => new DurationType(TimeUnit.Second),
        "tDm" => new DurationType(TimeUnit.Millisecond),
        "tDu" => new DurationType(TimeUnit.Microsecond),
        "tDn" => new DurationType(TimeUnit.Nanosecond),
        "tiM" => new IntervalType(IntervalUnit.YearMonth),
        "tiD" => new IntervalType(IntervalUnit.DayTime),
        "tin" => new IntervalType(IntervalUnit.MonthDayNanosecond),
        _ => null,
    };

    private static FixedWidthType? ReadWithParameters(string format)
    {
        if (format.StartsWith("ts", StringComparison.Ordinal) && format.Length > 3 && format[3] == ':' && Units.Contains(format[2], StringComparison.Ordinal))
        {
            return new TimestampType((TimeUnit)Units.IndexOf(format[2], StringComparison.Ordinal), format[4..]);
        }

        if (format.StartsWith("w:", StringComparison.Ordinal))
        {
            return new FixedSizeBinaryType(Size(format, 2));
        }

        return format.StartsWith("d:", StringComparison.Ordinal) ? ReadDecimal(format) : null;
    }

    private static DecimalType ReadDecimal(string format) => Numbers(format, 2) switch
    {
        [int precision and > 0 and <= 38, int scale] => new Decimal128Type(precision, scale),
        [int precision and > 0 and <= 9, int scale, 32] => new Decimal32Type(precision, scale),
        [int precision and > 0 and <= 18, int scale, 64] => new Decimal64Type(precision, scale),
        [int precision and > 0 and <= 38, int scale, 128] => new Decimal128Type(precision, scale),
        [int precision and > 0 and <= 76, int scale, 256] => new Decimal256Type(precision, scale),
        _ => throw Unknown(format),
    };

    private static NestedType? ReadNested(string format, Field[] children, bool keysSorted)
    {
        switch (format)
        {
            case "+l": return new ListType(RequireChildren(format, children, 1)[0]);
            case "+L": return new LargeListType(RequireChildren(format, children, 1)[0]);
            case "+s": return new StructType(children);
            case "+m":
                return RequireChildren(format, children, 1)[0].DataType is StructType { Fields.Count: 2 }
                    ? new MapType(children[0], keysSorted)
                    : throw new ArrowFormatException($"the entries of a map are structs of two fields, not {children[0].DataType}", 0);
            case "+r":
                return RequireChildren(format, children, 2)[0].DataType is Int16Type or Int32Type or Int64Type
                    ? new RunEndEncodedType(children[0], children[1])
                    : throw new ArrowFormatException($"run ends are int16, int32 or int64, not {children[0].DataType}", 0);
            case "+vl" or "+vL": throw new ArrowFormatException($"the format '{format}' is a list view, which is not supported", 0);
        }

        if (format.StartsWith("+w:", StringComparison.Ordinal))
        {
            return new FixedSizeListType(RequireChildren(format, children, 1)[0], Size(format, 3));
        }

        bool isDense = format.StartsWith("+ud:", StringComparison.Ordinal);
        if (!isDense && !format.StartsWith("+us:", StringComparison.Ordinal))
        {
            return null;
        }

        int[] ids = format.Length == 4 ? [] : Numbers(format, 4);
        return ids.Length == children.Length && ids.All(id => id is >= 0 and <= 127) && ids.Distinct().Count() == ids.Length
            ? new UnionType(children, ids, isDense ? UnionMode.Dense : UnionMode.Sparse)
            : throw new ArrowFormatException($"the format '{format}' has other type ids than one from 0 to 127 for each of {children.Length} children", 4);
    }

    private static Field[] RequireChildren(string format, Field[] children, int count) => children.Length == count
        ? children
        : throw new ArrowFormatException($"the format '{format}' has {children.Length} children, not {count}", 0);

    private static int Size(string format, int start) => Numbers(format, start) is [int size and >= 0] ? size : throw Unknown(format);

    /// <summary>Numbers with commas between them.</summary>
    private static int[] Numbers(string format, int start)
    {
        string[] texts = format[start..].Split(',');
        int[] numbers = new int[texts.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!int.TryParse(texts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]))
            {
                throw Unknown(format);
            }
        }

        return numbers;
    }

    private static ArrowFormatException Unknown(string format) => new($"the format '{format}' names no type that is supported", 0);
}
