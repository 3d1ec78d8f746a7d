using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Records;

// Integers of any width. They become narrower ones, and fractions, where that leaves the value as it is.
// TWide: A type that holds all of them.
internal sealed class IntegerValues<TWide>(Field field, Target target) : ColumnValues(field, target)
    where TWide : struct, IBinaryInteger<TWide>
{
    private readonly IArrowType _type = field.DataType;

    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type Natural => _type switch
    {
        Int8Type => typeof(sbyte),
        Int16Type => typeof(short),
        Int32Type => typeof(int),
        UInt8Type => typeof(byte),
        UInt16Type => typeof(ushort),
        UInt32Type => typeof(uint),
        UInt64Type => typeof(ulong),
        _ => typeof(long),
    };

    public override Delegate? As(Type type) =>
        type == typeof(long) ? To<long>()
        : type == typeof(int) ? To<int>()
        : type == typeof(short) ? To<short>()
        : type == typeof(sbyte) ? To<sbyte>()
        : type == typeof(ulong) ? To<ulong>()
        : type == typeof(uint) ? To<uint>()
        : type == typeof(ushort) ? To<ushort>()
        : type == typeof(byte) ? To<byte>()
        : type == typeof(double) ? To<double>()
        : type == typeof(float) ? To<float>()
        : type == typeof(decimal) ? To<decimal>()
        : null;

    private Func<int, T> To<T>()
        where T : struct, INumberBase<T> => row =>
    {
        TWide value = Read(row);
        T made = T.CreateSaturating(value);
        return TWide.CreateSaturating(made) == value ? made : throw Misfit(row, value, TypeNames.Of(Natural));
    };

    private TWide Read(int row) => Array switch
    {
        Int64Array values => TWide.CreateTruncating(values.Values[row]),
        Int32Array values => TWide.CreateTruncating(values.Values[row]),
        Int16Array values => TWide.CreateTruncating(values.Values[row]),
        Int8Array values => TWide.CreateTruncating(values.Values[row]),
        UInt64Array values => TWide.CreateTruncating(values.Values[row]),
        UInt32Array values => TWide.CreateTruncating(values.Values[row]),
        UInt16Array values => TWide.CreateTruncating(values.Values[row]),
        _ => TWide.CreateTruncating(((UInt8Array)Array!).Values[row]),
    };
}

// Binary fractions. NaN and the infinities are values like others, except that a decimal holds none of them.
internal sealed class FloatValues(Field field, Target target) : ColumnValues(field, target)
{
    private readonly bool _isDouble = field.DataType is DoubleType;

    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type Natural => _isDouble ? typeof(double) : typeof(float);

    public override Delegate? As(Type type) =>
        type == typeof(double) ? (Func<int, double>)Read
        : type == typeof(float) ? (Func<int, float>)(row => (float)Read(row))
        : type == typeof(decimal) ? (Func<int, decimal>)ReadDecimal
        : null;

    private double Read(int row) => Array switch
    {
        DoubleArray values => values.Values[row],
        FloatArray values => values.Values[row],
        _ => (double)((HalfFloatArray)Array!).Values[row],
    };

    private decimal ReadDecimal(int row)
    {
        double value = Read(row);
        try
        {
            return (decimal)value;
        }
        catch (OverflowException)
        {
            throw Misfit(row, value, "double");
        }
    }
}

// Decimals of any width.
internal sealed class DecimalValues(Field field, Target target) : ColumnValues(field, target)
{
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type Natural => typeof(decimal);

    public override Delegate? As(Type type) =>
        type == typeof(decimal) ? (Func<int, decimal>)Read
        : type == typeof(double) ? (Func<int, double>)(row => double.Parse(Text(row), CultureInfo.InvariantCulture))
        : type == typeof(float) ? (Func<int, float>)(row => float.Parse(Text(row), CultureInfo.InvariantCulture))
        : null;

    private decimal Read(int row) =>
        decimal.TryParse(Text(row), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
            ? value
            : throw Misfit(row, Text(row), "double");

    private string Text(int row)
    {
        BigInteger mantissa = new(Array!.Data.Buffers[1].Span.Slice((Array.Data.Offset + row) * Width, Width));
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}E{-ArrowTypes.ScaleOf(Array.Data.DataType)!.Value}");
    }

    private int Width => ((FixedSizeBinaryType)Array!.Data.DataType).ByteWidth;
}

// Truth values.
internal sealed class BoolValues(Field field, Target target) : ColumnValues(field, target)
{
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type Natural => typeof(bool);

    public override Delegate? As(Type type) =>
        type == typeof(bool) ? (Func<int, bool>)(row => ((BooleanArray)Array!).GetValue(row)!.Value) : null;
}
