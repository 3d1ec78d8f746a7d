using System.Diagnostics;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Formats.Text;

/// <summary>A column of texts. Each format quotes and escapes them in its own way.</summary>
internal abstract class TextCell : Cell
{
    public override TextCell AsText => this;

    /// <summary>The text of a row that is not null, in UTF-8. Foreign data may hold bytes that are not UTF-8.</summary>
    public abstract ReadOnlySpan<byte> Utf8(int row);

    public override int Format(int row, Span<byte> target) => throw new UnreachableException("texts are escaped by their format");
}

/// <inheritdoc/>
internal sealed class StringCell : TextCell
{
    private BytesArray _array = null!;

    public override void Bind(ArrowArray array) => _array = (BytesArray)array;

    public override bool HasNulls => _array.NullCount != 0;

    public override bool IsNull(int row) => _array.IsNull(row);

    public override ReadOnlySpan<byte> Utf8(int row) => _array.GetBytes(row);
}

/// <inheritdoc/>
internal sealed class DictionaryCell : TextCell
{
    private DictionaryArray _array = null!;

    public override void Bind(ArrowArray array) => _array = (DictionaryArray)array;

    public override bool HasNulls => _array.NullCount != 0 || _array.Dictionary.NullCount != 0;

    public override bool IsNull(int row) =>
        _array.IsNull(row) || (_array.Dictionary.NullCount != 0 && _array.Dictionary.IsNull(_array.GetCode(row)));

    public override ReadOnlySpan<byte> Utf8(int row) => _array.GetUtf8(row);
}
