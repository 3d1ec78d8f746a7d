using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Formats.Csv;

/// <summary>How a text becomes the 8 bytes of a value.</summary>
internal interface IFieldReader
{
    /// <summary>Reads a text as fast as it can; false for what is rare or wrong.</summary>
    bool TryRead(ReadOnlySpan<byte> text, out long value);

    /// <summary>Reads what <see cref="TryRead"/> refused and what is yet a value, perhaps by putting it beside the vector; false for what is wrong.</summary>
    bool TryReadRare(ReadOnlySpan<byte> text, Vector vector, int row, out long value);

    /// <summary>Why a text is no value.</summary>
    string Explain(string column, ReadOnlySpan<byte> text);

    /// <summary>Forgets what was learnt from the order of rows.</summary>
    void Restart();
}

/// <summary>A column of 8-byte values. The reader is a struct, so that the loop holds no virtual call.</summary>
internal sealed class ValueColumn<TReader>(Column column, int ordinal, FieldPlace field, CsvDialect dialect, TReader reader)
    : ColumnParser(column, ordinal, field, dialect)
    where TReader : struct, IFieldReader
{
    /// <summary>A null token that reads as a value (<c>--null -999</c>) has to be looked for in every row.</summary>
    private readonly bool _tokensAreValues = dialect.NullTokens.Any(token => reader.TryRead(token, out _));

    private readonly TReader _reader = reader;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Parse(in RowRun run, int into)
    {
        Span<long> values = Vector.Int64s.Slice(into, run.Count);
        for (int row = 0; row < values.Length; row++)
        {
            ReadOnlySpan<byte> raw = run.Raw(row, Field);
            if (_tokensAreValues || !_reader.TryRead(raw, out long value))
            {
                value = Careful(raw, into + row);
            }

            values[row] = value;
        }
    }

    public override void BeginInput() => _reader.Restart();

    protected override string Explain(ReadOnlySpan<byte> text) => _reader.Explain(Column.Name, text);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long Careful(ReadOnlySpan<byte> raw, int row)
    {
        ReadOnlySpan<byte> text = Unquote(raw);
        if (text.IsEmpty || Dialect.IsNull(raw))
        {
            SetNull(row);
            return 0;
        }

        if (!_reader.TryRead(text, out long value) && !_reader.TryReadRare(text, Vector, row, out value))
        {
            Bad.Add(row);
        }

        return value;
    }
}
