using System.Text;
using Apache.Arrow.Types;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Expressions;

// A value that is the same in every row: bool, long, double, string or null. Its vector is filled once and only grows.
internal sealed class ConstantNode(ColumnType type, object? value, SourceAt at = default) : BoundNode(type)
{
    // of a long list of literals most are never evaluated
    private ColumnVector? _vector;
    private int _filledRows = -1;

    public object? Value { get; } = value;

    // The number as it was written; its own type where that is a decimal.
    public ExactDecimal Exact => Value switch
    {
        long integer => new ExactDecimal(integer, 0),
        double number when double.IsFinite(number) => Digits is { } digits ? ExactDecimal.Of(digits) : ExactDecimal.Of(number),
        _ => default,
    };

    // The number as it was written, where a double does not have all of its digits; else null.
    public string? Digits { get; init; }

    // Where it was written, for text that turns out to be no time.
    public SourceAt At { get; } = at;

    public override ColumnVector Evaluate(EvaluationScope scope)
    {
        int rows = scope.Rows;
        _vector ??= new ColumnVector(Type);
        _vector.Reset(Math.Max(rows, _filledRows));
        if (rows > _filledRows)
        {
            Fill(_vector, rows);
            _filledRows = rows;
        }

        if (Value is null)
        {
            _vector.PrepareValidity(Math.Max(rows, _filledRows));
            _vector.SetNullCount(rows);
        }

        return _vector;
    }

    public override void Dispose()
    {
        _filledRows = -1;
        _vector?.Dispose();
    }

    private void Fill(ColumnVector vector, int rows)
    {
        switch (Value)
        {
            case bool isTrue: vector.Bits.Fill(isTrue ? (byte)0xFF : (byte)0); break;
            case long integer: vector.Int64s.Fill(integer); break;
            case double when vector.Layout == VectorLayout.Scaled:
                Exact.TryNarrow(Type.Scale, out long mantissa);
                vector.Int64s.Fill(mantissa);
                break;
            case double number: vector.Doubles.Fill(number); break;
            case string text:
                vector.Dictionary ??= NewDictionary(text);
                vector.Codes.Clear();
                break;
            default:
                vector.Dictionary ??= vector.Layout == VectorLayout.Codes ? NewDictionary("") : null;
                vector.Bits.Clear();
                vector.PrepareValidity(rows).Clear();
                break;
        }
    }

    private static TextDictionary NewDictionary(string text)
    {
        TextDictionary dictionary = new();
        dictionary.GetOrAdd(Encoding.UTF8.GetBytes(text));
        return dictionary;
    }
}

// The types of results.
internal static class ResultTypes
{
    public static readonly ColumnType Bool = new(ColumnKind.Bool);
    public static readonly ColumnType Int64 = new(ColumnKind.Int64);
    public static readonly ColumnType Float64 = new(ColumnKind.Float64);
    public static readonly ColumnType Text = new(ColumnKind.Utf8);

    public static ColumnType Timestamp(TimeUnit unit, string? zone) => new(ColumnKind.Timestamp, unit, zone);
}
