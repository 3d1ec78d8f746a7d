using System.Diagnostics;
using Apache.Arrow;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Formats.Text;

// A column of texts. Each format quotes and escapes them in its own way.
internal abstract class TextCell : Cell
{
    public override TextCell AsText => this;

    // The text of a row that is not null, in UTF-8. Foreign data may hold bytes that are not UTF-8.
    public abstract ReadOnlySpan<byte> Utf8(int row);

    // Where each row's text begins and ends, and the texts; false where they don't lie one behind the other, or a row is null.
    public virtual bool TryGetOffsets(out ReadOnlySpan<int> offsets, out ReadOnlySpan<byte> data)
    {
        offsets = default;
        data = default;
        return false;
    }

    public override int Format(int row, Span<byte> target) => throw new UnreachableException("texts are escaped by their format");
}

internal sealed class StringCell : TextCell
{
    private IArrowArray _array = null!;

    public override void Bind(IArrowArray array) => _array = array;

    public override bool HasNulls => _array.NullCount != 0;

    public override bool IsNull(int row) => _array.IsNull(row);

    public override ReadOnlySpan<byte> Utf8(int row) => _array.BytesAt(row);

    public override bool TryGetOffsets(out ReadOnlySpan<int> offsets, out ReadOnlySpan<byte> data)
    {
        if (_array is not StringArray texts || texts.NullCount != 0)
        {
            return base.TryGetOffsets(out offsets, out data);
        }

        offsets = ArrowArrays.OffsetsOf(texts);
        data = texts.ValueBuffer.Span;
        return true;
    }
}

internal sealed class DictionaryCell : TextCell
{
    private DictionaryArray _array = null!;

    public override void Bind(IArrowArray array) => _array = (DictionaryArray)array;

    public override bool HasNulls => _array.NullCount != 0 || _array.Dictionary.NullCount != 0;

    public override bool IsNull(int row) =>
        _array.HasNullAt(row);

    public override ReadOnlySpan<byte> Utf8(int row) => _array.BytesAt(row);
}
