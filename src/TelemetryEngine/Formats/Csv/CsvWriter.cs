using System.Text;
using Apache.Arrow;
using TelemetryEngine.Formats.Text;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Csv;

// CSV that its reader gives back as it was: null is empty, empty text is "", and text is quoted where another reader could take it for
// something else. Lines end with \n.
internal sealed class CsvWriter : TextBatchWriter
{
    private readonly byte _delimiter;
    private readonly bool _quotesValues;
    private readonly CsvText _text;
    private readonly TextCell?[] _texts;
    private readonly CellBlock[] _blocks;
    private readonly byte[][] _fields;
    private readonly int[] _places;

    public CsvWriter(Stream stream, Schema schema, WriterOptions options)
        : base(stream, schema, options)
    {
        _delimiter = options.Delimiter;
        _text = new CsvText(_delimiter, options.IsForSpreadsheets);
        _texts = Array.ConvertAll(Cells, static cell => cell.AsText);
        // With such a delimiter numbers, times and true look like several fields.
        _quotesValues = "+-.:0123456789"u8.Contains(_delimiter) || char.IsAsciiLetter((char)_delimiter);
        _blocks = new CellBlock[Cells.Length];
        _fields = new byte[Cells.Length][];
        _places = new int[Cells.Length];
        for (int i = 0; i < _blocks.Length; i++)
        {
            _blocks[i] = new CellBlock(i == _blocks.Length - 1 ? (byte)'\n' : _delimiter, _quotesValues && _texts[i] is null);
            _fields[i] = _blocks[i].Fields;
        }

        if (options.Header)
        {
            WriteHeader();
        }
    }

    public override void Write(RecordBatch batch)
    {
        Bind(batch);
        for (int row = 0; row < batch.Length; row += CellBlock.MostRows)
        {
            int rows = Math.Min(CellBlock.MostRows, batch.Length - row);
            if (_blocks.Length > 0 && TryFillBlocks(row, rows))
            {
                WriteBlocks(rows);
            }
            else
            {
                WriteRows(row, rows);
            }
        }
    }

    public override void Dispose()
    {
        foreach (CellBlock block in _blocks)
        {
            block.Dispose();
        }

        base.Dispose();
    }

    // Formats rows column by column; false where a text is long or must be quoted, which is found out first.
    private bool TryFillBlocks(int firstRow, int rows)
    {
        for (int i = 0; i < _blocks.Length; i++)
        {
            if (_texts[i] is { } text && !TryFill(_blocks[i], text, firstRow, rows))
            {
                return false;
            }
        }

        for (int i = 0; i < _blocks.Length; i++)
        {
            if (_texts[i] is null)
            {
                Cells[i].Format(firstRow, rows, _blocks[i]);
            }
        }

        return true;
    }

    private bool TryFill(CellBlock block, ReadOnlySpan<int> offsets, ReadOnlySpan<byte> data)
    {
        for (int row = 0; row + 1 < offsets.Length; row++)
        {
            if (!TryAdd(block, data[offsets[row]..offsets[row + 1]]))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryFill(CellBlock block, TextCell text, int firstRow, int rows)
    {
        block.Clear();
        if (text.TryGetOffsets(out ReadOnlySpan<int> offsets, out ReadOnlySpan<byte> data))
        {
            return TryFill(block, offsets.Slice(firstRow, rows + 1), data);
        }

        for (int row = firstRow; row < firstRow + rows; row++)
        {
            if (text.IsNull(row))
            {
                block.AddNull();
            }
            else if (!TryAdd(block, text.Utf8(row)))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryAdd(CellBlock block, ReadOnlySpan<byte> text)
    {
        if (text.Length > Cell.MaxBytes || _text.NeedsQuotes(text))
        {
            return false;
        }

        text.CopyTo(block.Room);
        block.Add(text.Length);
        return true;
    }

    private void WriteBlocks(int rows)
    {
        int bytes = FieldJoin.Slack;
        foreach (CellBlock block in _blocks)
        {
            bytes += block.Length;
        }

        _places.AsSpan().Clear();
        Output.Advance(FieldJoin.Join(_fields, _places, rows, Output.Reserve(bytes)));
    }

    private void WriteRows(int firstRow, int rows)
    {
        for (int row = firstRow; row < firstRow + rows; row++)
        {
            for (int i = 0; i < Cells.Length; i++)
            {
                if (i != 0)
                {
                    Output.Append(_delimiter);
                }

                if (!Cells[i].IsNull(row))
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

// Text as a field of CSV, quoted by the rules of RFC 4180 where that is needed, and where a line or field could be taken for a comment, a
// BOM or padding.
internal sealed class CsvText
{
    // a spreadsheet computes what begins with one of these
    private static ReadOnlySpan<byte> FormulaStarts => "=+-@\t\r\n"u8;

    private readonly bool[] _isSpecial = new bool[256];
    private readonly bool[] _isSpecialFirst = new bool[256];
    private readonly bool _isForSpreadsheets;

    public CsvText(byte delimiter, bool isForSpreadsheets = false)
    {
        _isForSpreadsheets = isForSpreadsheets;
        foreach (byte special in (ReadOnlySpan<byte>)[(byte)' ', (byte)'#', 0xEF, .. isForSpreadsheets ? FormulaStarts : []])
        {
            _isSpecialFirst[special] = true;
        }

        foreach (byte special in (ReadOnlySpan<byte>)[delimiter, (byte)'"', (byte)'\r', (byte)'\n'])
        {
            _isSpecial[special] = true;
        }
    }

    // Writes a field.
    public void Append(Utf8Output output, ReadOnlySpan<byte> text)
    {
        if (!NeedsQuotes(text))
        {
            output.Append(text);
            return;
        }

        output.Append((byte)'"');
        if (_isForSpreadsheets && !text.IsEmpty && FormulaStarts.Contains(text[0]))
        {
            output.Append((byte)'\'');
        }

        for (int quote = text.IndexOf((byte)'"'); quote >= 0; quote = text.IndexOf((byte)'"'))
        {
            output.Append(text[..(quote + 1)]);
            output.Append((byte)'"');
            text = text[(quote + 1)..];
        }

        output.Append(text);
        output.Append((byte)'"');
    }

    // True when a text can't stand as it is.
    public bool NeedsQuotes(ReadOnlySpan<byte> text) =>
        text.IsEmpty || _isSpecialFirst[text[0]] || text[^1] == (byte)' ' || HoldsSpecial(text);

    // keys are short: looking at each byte is as fast as a vector search, which would first have to be compiled
    private bool HoldsSpecial(ReadOnlySpan<byte> text)
    {
        bool holds = false;
        bool[] isSpecial = _isSpecial;
        foreach (byte c in text)
        {
            holds |= isSpecial[c];
        }

        return holds;
    }
}
