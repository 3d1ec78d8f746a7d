using System.Buffers;
using System.Text;
using Apache.Arrow;
using TelemetryEngine.Formats.Text;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Table;

// A table in GitHub's Markdown: a row a line, numbers to the right, null as an empty cell.
internal sealed class MarkdownWriter : TextBatchWriter
{
    // of these alone Markdown makes nothing
    private static readonly SearchValues<byte> Plain =
        SearchValues.Create(" ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-+,;"u8);

    public MarkdownWriter(Stream stream, Schema schema, WriterOptions options)
        : base(stream, schema, options)
    {
        foreach (Field field in schema.FieldsList)
        {
            Output.Append("| "u8);
            AppendText(Encoding.UTF8.GetBytes(field.Name));
            Output.Append((byte)' ');
        }

        Output.Append("|\n"u8);
        foreach (Cell cell in Cells)
        {
            Output.Append(cell.IsNumber ? "| ---: "u8 : "| --- "u8);
        }

        Output.Append("|\n"u8);
    }

    public override void Write(RecordBatch batch)
    {
        Bind(batch);
        for (int row = 0; row < batch.Length; row++)
        {
            foreach (Cell cell in Cells)
            {
                Output.Append("| "u8);
                WriteCell(cell, row);
                Output.Append((byte)' ');
            }

            Output.Append("|\n"u8);
        }
    }

    private void WriteCell(Cell cell, int row)
    {
        if (cell.IsNull(row))
        {
            return;
        }

        if (cell.AsText is { } text)
        {
            AppendText(text.Utf8(row));
        }
        else
        {
            Output.Advance(cell.Format(row, Output.Reserve(Cell.MaxBytes)));
        }
    }

    private void AppendText(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAnyExcept(Plain))
        {
            Output.Append(Encoding.UTF8.GetBytes(MarkdownText.Of(Encoding.UTF8.GetString(text))));
        }
        else
        {
            Output.Append(text);
        }
    }
}
