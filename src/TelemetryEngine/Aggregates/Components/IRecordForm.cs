using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>How values lie side by side on a disk, and in which order.</summary>
internal interface IRecordForm
{
    /// <summary>The length of the first of some records.</summary>
    static abstract int LengthAt(ReadOnlySpan<byte> records);

    /// <summary>Compares two records.</summary>
    static abstract int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

    /// <summary>Sorts records in their place.</summary>
    static abstract void Sort(byte[] records, int length);
}

/// <summary>Records that are values of one size, in their own order.</summary>
internal readonly struct ValueRecord<T> : IRecordForm
    where T : unmanaged, IComparable<T>
{
    public static int LengthAt(ReadOnlySpan<byte> records) => Unsafe.SizeOf<T>();

    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => MemoryMarshal.Read<T>(left).CompareTo(MemoryMarshal.Read<T>(right));

    public static void Sort(byte[] records, int length) => MemoryMarshal.Cast<byte, T>(records.AsSpan(0, length)).Sort();
}

/// <summary>Records that are a text behind a count, by the bytes of the texts: count (8 bytes), length (4), text.</summary>
internal readonly struct CountedText : IRecordForm
{
    private const int HeadBytes = sizeof(long) + sizeof(int);

    public static int LengthFor(ReadOnlySpan<byte> text) => HeadBytes + text.Length;

    public static void Write(long count, ReadOnlySpan<byte> text, Span<byte> record)
    {
        StateWriter writer = new(record);
        writer.Add(count);
        writer.Add(text);
    }

    public static long CountOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt64LittleEndian(record);

    public static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> record) => record[HeadBytes..];

    public static int LengthAt(ReadOnlySpan<byte> records) => HeadBytes + BinaryPrimitives.ReadInt32LittleEndian(records[sizeof(long)..]);

    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => TextOf(left).SequenceCompareTo(TextOf(right));

    public static void Sort(byte[] records, int length) => RecordSort.Sort<CountedText>(records, length);
}

/// <summary>Records that are a text at its place, by place: time (8 bytes), position (8), length (4), text.</summary>
internal readonly struct PlacedText : IRecordForm
{
    private const int HeadBytes = (2 * sizeof(long)) + sizeof(int);

    public static int LengthFor(ReadOnlySpan<byte> text) => HeadBytes + text.Length;

    public static void Write(long time, long position, ReadOnlySpan<byte> text, Span<byte> record)
    {
        StateWriter writer = new(record);
        writer.Add(time);
        writer.Add(position);
        writer.Add(text);
    }

    public static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> record) => record[HeadBytes..];

    public static int LengthAt(ReadOnlySpan<byte> records) => HeadBytes + BinaryPrimitives.ReadInt32LittleEndian(records[(2 * sizeof(long))..]);

    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int times = LongAt(left, 0).CompareTo(LongAt(right, 0));
        return times != 0 ? times : LongAt(left, sizeof(long)).CompareTo(LongAt(right, sizeof(long)));
    }

    public static void Sort(byte[] records, int length) => RecordSort.Sort<PlacedText>(records, length);

    private static long LongAt(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadInt64LittleEndian(record[at..]);
}

/// <summary>Sorts records of different lengths.</summary>
internal static class RecordSort
{
    public static void Sort<TForm>(byte[] records, int length)
        where TForm : struct, IRecordForm
    {
        List<(int Start, int Length)> places = [];
        for (int at = 0; at < length;)
        {
            int own = TForm.LengthAt(records.AsSpan(at, length - at));
            places.Add((at, own));
            at += own;
        }

        places.Sort((left, right) => TForm.Compare(records.AsSpan(left.Start, left.Length), records.AsSpan(right.Start, right.Length)));
        byte[] sorted = GC.AllocateUninitializedArray<byte>(length);
        Span<byte> rest = sorted;
        foreach ((int start, int own) in places)
        {
            records.AsSpan(start, own).CopyTo(rest);
            rest = rest[own..];
        }

        sorted.CopyTo(records.AsSpan());
    }
}
