using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Csv;

/// <summary>One field of many records, as it stands in the file, quotes included.</summary>
/// <param name="text">The text of the records.</param>
/// <param name="ends">The ends of fields, one behind the other; a field begins one byte behind the end before it.</param>
/// <param name="firsts">For each record, the index of its first field's end. At least 1.</param>
/// <param name="field">The field's place in the record, from 0.</param>
/// <param name="isLast">True for a record's last field, which sheds the <c>\r</c> of its line end.</param>
public readonly ref struct FieldRows(ReadOnlySpan<byte> text, ReadOnlySpan<int> ends, ReadOnlySpan<int> firsts, int field, bool isLast)
{
    /// <summary>The text of the records.</summary>
    internal readonly ReadOnlySpan<byte> Text = text;

    /// <summary>The ends of fields.</summary>
    internal readonly ReadOnlySpan<int> Ends = ends;

    /// <summary>For each record, the index of its first field's end.</summary>
    internal readonly ReadOnlySpan<int> Firsts = firsts;

    /// <summary>The field's place in the record.</summary>
    internal readonly int Field = field;

    /// <summary>True when the field may end in a <c>\r</c> that is not its own.</summary>
    internal readonly bool IsLast = isLast;

    /// <summary>The number of records.</summary>
    public int Count => Firsts.Length;

    /// <summary>The field of a record.</summary>
    public ReadOnlySpan<byte> this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            int at = Firsts[row] + Field;
            int start = Ends[at - 1] + 1;
            int end = Ends[at];
            if (IsLast && end > start && Text[end - 1] == '\r')
            {
                end--;
            }

            return Text[start..end];
        }
    }
}
