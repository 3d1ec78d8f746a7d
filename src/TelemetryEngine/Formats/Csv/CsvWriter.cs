using System.Text;
using TelemetryEngine.Arrow;
using TelemetryEngine.Formats.Text;

namespace TelemetryEngine.Formats.Csv;

/// <summary>
/// CSV that its reader gives back as it was: null is empty, empty text is <c>""</c>, and text is quoted where another reader could take it for
/// something else. Lines end with \n.
/// </summary>
internal sealed class CsvWriter : TextBatchWriter
{
    private readonly byte _delimiter;
    private readonly bool _quotesValues;
    private readonly CsvText _text;
    private readonly TextCell?[] _texts;
    private readonly bool[] _mayBeNull;

    public CsvWriter(Stream stream, Schema schema, WriterOptions options)
        : base(stream, schema, options)
    {
        _delimiter = options.Delimiter;
        _text = new CsvText(_delimiter);
        _texts = Array.ConvertAll(Cells, static cell => cell.AsText);
        _mayBeNull = new bool[Cells.Length];
        // With such a delimiter numbers, times and true look like several fields.
        _quotesValues = "+-.:0123456789"u8.Contains(_delimiter) || char.IsAsciiLetter((char)_delimiter);
        if (options.Header)
        {
            WriteHeader();
        }
    }

    public override void Write(RecordBatch batch)
    {
        Bind(batch);
        Cell[] cells = Cells;
        for (int i = 0; i < cells.Length; i++)
        {
            _mayBeNull[i] = cells[i].HasNulls;
        }

        for (int row = 0; row < batch.Length; row++)
        {
            for (int i = 0; i < cells.Length; i++)
            {
                if (i != 0)
                {
                    Output.Append(_delimiter);
                }

                if (!(_mayBeNull[i] && cells[i].IsNull(row)))
                {
                    WriteCell(i, row);
                }
            }

            Output.Append((byte)'\n');
        }
    }

    private void WriteHeader()
    {
        for (int i = 0; i < Schema.FieldsList.Count; i++)
        {
            if (i != 0)
            {
                Output.Append(_delimiter);
            }

            _text.Append(Output, Encoding.UTF8.GetBytes(Schema.FieldsList[i].Name));
        }

        Output.Append((byte)'\n');
    }

    private void WriteCell(int column, int row)
    {
        if (_texts[column] is { } text)
        {
            _text.Append(Output, text.Utf8(row));
            return;
        }

        if (_quotesValues)
        {
            Output.Append((byte)'"');
        }

        Output.Advance(Cells[column].Format(row, Output.Reserve(Cell.MaxBytes)));
        if (_quotesValues)
        {
            Output.Append((byte)'"');
        }
    }
}

/// <summary>Text as a field of CSV, quoted by the rules of RFC 4180 where that is needed, and where a line or field could be taken for a comment, a BOM or padding.</summary>
internal sealed class CsvText(byte delimiter)
{
    public void Append(Utf8Output output, ReadOnlySpan<byte> text)
    {
        if (!NeedsQuotes(text))
        {
            output.Append(text);
            return;
        }

        output.Append((byte)'"');
        for (int quote = text.IndexOf((byte)'"'); quote >= 0; quote = text.IndexOf((byte)'"'))
        {
            output.Append(text[..(quote + 1)]);
            output.Append((byte)'"');
            text = text[(quote + 1)..];
        }

        output.Append(text);
        output.Append((byte)'"');
    }

    private bool NeedsQuotes(ReadOnlySpan<byte> text) =>
        text.IsEmpty || text[0] is (byte)' ' or (byte)'#' or 0xEF || text[^1] == (byte)' ' || HoldsSpecial(text);

    // keys are short: looking at each byte is as fast as a vector search, which would first have to be compiled
    private bool HoldsSpecial(ReadOnlySpan<byte> text)
    {
        foreach (byte c in text)
        {
            if (c == delimiter || c is (byte)'"' or (byte)'\r' or (byte)'\n')
            {
                return true;
            }
        }

        return false;
    }
}
