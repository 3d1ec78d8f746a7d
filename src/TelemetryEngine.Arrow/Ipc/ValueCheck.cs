using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Scalars;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow.Ipc;

// Checks that what comes from an untrusted hand points only where it may.
internal static class ValueCheck
{
    // Offsets must rise and stay inside the data.
    // extent: How much data there is.
    // what: What the offsets part, in the singular.
    // unit: What the data is made of.
    public static void Offsets<TOffset>(ReadOnlySpan<TOffset> offsets, long extent, string name, string what, string unit, long at)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        if (FirstWrong.Offset(offsets) is >= 0 and int i)
        {
            throw new ArrowFormatException($"{name}: {what} offset {offsets[i]} after {(i == 0 ? TOffset.Zero : offsets[i - 1])}",
                at + ((long)i * Unsafe.SizeOf<TOffset>()));
        }

        if (long.CreateSaturating(offsets[^1]) > extent)
        {
            throw new ArrowFormatException(
                $"{name}: {what}s end at {offsets[^1]}, the data holds {extent} {unit}",
                at + ((offsets.Length - 1L) * Unsafe.SizeOf<TOffset>()));
        }
    }

    // Each valid row must be UTF-8. All-ASCII data, the common case, is seen in one pass.
    public static void Utf8<TOffset>(ArrayData texts, string name, long at)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        ReadOnlySpan<TOffset> offsets = texts.Offsets<TOffset>();
        if (Ascii.IsValid(texts.Buffers[2].Span[int.CreateChecked(offsets[0])..int.CreateChecked(offsets[^1])]))
        {
            return;
        }

        for (int row = 0; row < texts.Length; row++)
        {
            if (!System.Text.Unicode.Utf8.IsValid(texts.BytesAt(row)))
            {
                throw new ArrowFormatException($"{name}: row {row} is not UTF-8", at + long.CreateChecked(offsets[row]));
            }
        }
    }

    // Each valid row's view must point into its buffer, which must start as the view says; and be UTF-8 where it is a text.
    public static void Views(ArrayData array, string name, long at)
    {
        ReadOnlySpan<BinaryView> views = array.Views;
        ReadOnlySpan<ArrowBuffer> buffers = array.Buffers.AsSpan(2);
        for (int row = 0; row < views.Length; row++)
        {
            if (array.IsNull(row))
            {
                continue;
            }

            ref readonly BinaryView view = ref views[row];
            long place = at + ((long)row * ArrowArrays.ViewBytes);
            if (view.Length < 0 || !(view.IsInline || IsInside(view, buffers)))
            {
                throw new ArrowFormatException(
                    $"{name}: row {row} is a view of {view.Length} bytes at {view.BufferOffset} of buffer {view.BufferIndex}, of {buffers.Length}", place);
            }

            ReadOnlySpan<byte> value = array.BytesAt(row);
            if (!view.IsInline && !value.StartsWith(view.Bytes))
            {
                throw new ArrowFormatException($"{name}: row {row} does not start as its view says", place);
            }

            if (array.DataType is StringViewType && !System.Text.Unicode.Utf8.IsValid(value))
            {
                throw new ArrowFormatException($"{name}: row {row} is not UTF-8", place);
            }
        }
    }

    // Each valid row's values must lie among those that there are.
    public static void ListViews<TOffset>(ArrayData array, string name, long at)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        if (FirstWrong.List<TOffset>(array) is >= 0 and int row)
        {
            (TOffset start, TOffset size) = (MemoryMarshal.Cast<byte, TOffset>(array.Buffers[1].Span)[row],
                MemoryMarshal.Cast<byte, TOffset>(array.Buffers[2].Span)[row]);
            throw new ArrowFormatException($"{name}: row {row} has {size} values from {start} on, of {array.Children[0].Length}",
                at + ((long)row * Unsafe.SizeOf<TOffset>()));
        }
    }

    // Finds the row whose code has no value. What stands at a null row does not count.
    public static void Codes(ArrayData codes, bool isMissing, string name, long at)
    {
        if (FirstWrong.Code(codes) is >= 0 and int row)
        {
            string dictionary = isMissing ? "no dictionary has come" : $"the dictionary has {codes.Dictionary.Length} values";
            throw new ArrowFormatException($"{name}: row {row} has the code {codes.CodeNumberAt(row)}, {dictionary}",
                at + ((long)row * codes.ByteWidth));
        }
    }

    // Each row's type id must be one of the type's and, where it has an offset, its child must have that row.
    public static void Union(ArrayData union, string name, long idsAt, long offsetsAt)
    {
        (int row, int child) = FirstWrong.Value(union);
        if (row >= 0)
        {
            throw child < 0
                ? new ArrowFormatException(
                    $"{name}: row {row} has the type id {(sbyte)union.Buffers[0].Span[row]}, which the union does not have", idsAt + row)
                : new ArrowFormatException(
                    $"{name}: row {row} is value {MemoryMarshal.Cast<byte, int>(union.Buffers[1].Span)[row]} of a child of {union.Children[child].Length}", offsetsAt + ((long)row * sizeof(int)));
        }
    }

    // Run ends must rise from more than 0, and reach to the last row.
    public static void RunEnds(ArrayData runEnds, int rows, string name, long at)
    {
        if (FirstWrong.Run(runEnds) is >= 0 and int run)
        {
            throw new ArrowFormatException(
                $"{name}: run {run} ends at {runEnds.EndOfRun(run)}, after {(run == 0 ? 0 : runEnds.EndOfRun(run - 1))}",
                at + ((long)run * runEnds.ByteWidth));
        }

        long last = runEnds.Length == 0 ? 0 : runEnds.EndOfRun(runEnds.Length - 1);
        if (runEnds.Nulls != 0 || last < rows)
        {
            throw new ArrowFormatException($"{name}: the runs end at {last} of {rows} rows, or at null", at);
        }
    }

    private static bool IsInside(in BinaryView view, ReadOnlySpan<ArrowBuffer> buffers) =>
        (uint)view.BufferIndex < (uint)buffers.Length
        && view.BufferOffset >= 0
        && (long)view.BufferOffset + view.Length <= buffers[view.BufferIndex].Length;
}
