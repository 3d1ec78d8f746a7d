using Apache.Arrow;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Sources.Rows;

// Which of some rows are null in a column. There is no memory for it before one is.
internal sealed class CellNulls(int rows)
{
    private byte[] _valid = [];

    // How many rows are null.
    public int Count { get; private set; }

    // The bits of rows that have a value; empty where all do.
    public ArrowBuffer Validity => Count == 0 ? ArrowBuffer.Empty : new ArrowBuffer(_valid);

    public bool IsNull(int row) => Count != 0 && !Bitmap.Get(_valid, row);

    // Makes a row null, once.
    public void Add(int row)
    {
        if (Count == 0)
        {
            _valid = new byte[Bitmap.ByteCount(rows)];
            Bitmap.SetRange(_valid, 0, rows);
        }

        Bitmap.Set(_valid, row, false);
        Count++;
    }

    // The value of a row, which is made null where there is none.
    public TValue Keep<TValue>(TValue? value, int row)
        where TValue : struct
    {
        if (value is null)
        {
            Add(row);
        }

        return value.GetValueOrDefault();
    }

    public string Keep(string? text, int row)
    {
        if (text is null)
        {
            Add(row);
        }

        return text ?? "";
    }
}
