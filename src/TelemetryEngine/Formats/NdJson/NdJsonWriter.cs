using System.Text;
using Apache.Arrow;
using TelemetryEngine.Formats.Text;

namespace TelemetryEngine.Formats.NdJson;

// One JSON object a line (RFC 8259). Null is null, times are strings, and so are NaN and the infinities, for which JSON has no number.
internal sealed class NdJsonWriter : TextBatchWriter
{
    private readonly byte[][] _keys;

    public NdJsonWriter(Stream stream, Schema schema, WriterOptions options)
        : base(stream, schema, options) => _keys = Keys(schema);

    public override void Write(RecordBatch batch)
    {
        Bind(batch);
        for (int row = 0; row < batch.Length; row++)
        {
            for (int i = 0; i < Cells.Length; i++)
            {
                Output.Append(_keys[i]);
                WriteCell(Cells[i], row);
            }

            Output.Append(Cells.Length == 0 ? "{}\n"u8 : "}\n"u8);
        }
    }

    private static byte[][] Keys(Schema schema)
    {
        using MemoryStream buffer = new();
        using Utf8Output output = new(buffer);
        byte[][] keys = new byte[schema.FieldsList.Count][];
        for (int i = 0; i < keys.Length; i++)
        {
            output.Append((byte)(i == 0 ? '{' : ','));
            JsonText.Append(output, Encoding.UTF8.GetBytes(schema.FieldsList[i].Name));
            output.Append((byte)':');
            output.Flush();
            keys[i] = buffer.ToArray();
            buffer.SetLength(0);
        }

        return keys;
    }

    private void WriteCell(Cell cell, int row)
    {
        if (cell.IsNull(row))
        {
            Output.Append("null"u8);
            return;
        }

        if (cell.AsText is { } text)
        {
            JsonText.Append(Output, text.Utf8(row));
            return;
        }

        bool isString = cell.IsTime || !cell.IsFinite(row);
        if (isString)
        {
            Output.Append((byte)'"');
        }

        Output.Advance(cell.Format(row, Output.Reserve(Cell.MaxBytes)));
        if (isString)
        {
            Output.Append((byte)'"');
        }
    }
}
