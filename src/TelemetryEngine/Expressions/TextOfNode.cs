using System.Globalization;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Expressions;

// A value as the text that a result in CSV has for it, times in UTC with the fewest of 0, 3, 6 and 9 digits that show the one.
internal sealed class TextOfNode(BoundNode operand) : TextMakingNode(ResultTypes.Text, operand)
{
    private const int MostBytes = 64;

    private readonly ColumnViews _views = new();

    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        Result.Dictionary = Texts;
        _views.Clear();
        Span<int> results = Result.Codes[..scope.Rows];
        Span<byte> room = stackalloc byte[MostBytes];
        if (from.Layout is VectorLayout.Double or VectorLayout.Scaled)
        {
            ReadOnlySpan<double> numbers = _views.Doubles(from, scope.Rows);
            bool isSingle = from.Type.Kind == ColumnKind.Float32;
            for (int row = 0; row < results.Length; row++)
            {
                results[row] = from.IsNull(row) ? 0 : Texts.GetOrAdd(room[..Write(numbers[row], isSingle, room)]);
            }
        }
        else
        {
            ReadOnlySpan<long> values = _views.Longs(from, scope.Rows);
            for (int row = 0; row < results.Length; row++)
            {
                results[row] = from.IsNull(row) ? 0 : Texts.GetOrAdd(room[..Write(values[row], from.Type, room)]);
            }
        }

        Nulls.Copy(from, Result, scope.Rows);
    }

    private static int Write(double value, bool isSingle, Span<byte> room)
    {
        if (isSingle)
        {
            ((float)(value + 0.0)).TryFormat(room, out int written, "R", CultureInfo.InvariantCulture);
            return written;
        }

        return NumberWriter.Write(value + 0.0, room);
    }

    private static int Write(long value, ColumnType type, Span<byte> room)
    {
        switch (type.Kind)
        {
            case ColumnKind.Bool:
                ReadOnlySpan<byte> word = value != 0 ? "true"u8 : "false"u8;
                word.CopyTo(room);
                return word.Length;
            case ColumnKind.Timestamp:
                long perSecond = type.Unit.TicksPerSecond();
                return TimestampWriter.Write(value, perSecond, TimestampWriter.FractionDigitsNeeded([value], perSecond), null, room);
            default:
                return NumberWriter.Write(value, room);
        }
    }
}

// A value, or null in the rows in which it has none.
internal sealed class TryNode(BoundNode operand) : ComputedNode(operand.Type, operand)
{
    private readonly ExpressionErrors _own = new();

    protected override void Fill(EvaluationScope scope)
    {
        ExpressionErrors outer = scope.Errors;
        scope.Errors = _own;
        ColumnVector from = Operands[0].Evaluate(scope);
        scope.Errors = outer;
        Result.Reset(scope.Rows);
        CopyNode.Copy(from, Result);
        Nulls.Copy(from, Result, scope.Rows);
        foreach (ExpressionError error in _own.InOrder())
        {
            Result.SetNull(error.Row, scope.Rows);
        }

        _own.Clear();
        Result.Wide.RemoveAll(wide => Result.IsNull(wide.Row));
    }
}
