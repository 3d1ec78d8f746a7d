using System.Runtime.InteropServices;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

// A value and its place: by time, then by position in the input.
// Time: The instant; 0 where the plan has no time.
// Position: The position in the input.
// Value: The value in its ValueForm.
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct PlacedValue(long Time, long Position, ulong Value) : IComparable<PlacedValue>
{
    // By place.
    public int CompareTo(PlacedValue other) => Time != other.Time ? Time.CompareTo(other.Time) : Position.CompareTo(other.Position);
}

// All values of a group with their places.
internal class PlacedValues : ValueLists<PlacedValue>
{
    private const int ChunkRows = 256;

    // Keeps texts, each different one once; null where values are none.
    protected TextTranslation? Texts { get; set; }

    // The component for a column.
    public static ComponentPart Part(AggregateInput input, int filter)
    {
        bool isText = input.Type.IsText;
        return new ComponentPart(new("placed_values", input.Ordinal, filter, NeedsOrder: true),
            () => isText ? new PlacedTexts() : new PlacedValues());
    }

    public override void Add(in RowInput rows)
    {
        Span<ulong> formChunk = stackalloc ulong[ChunkRows];
        Span<PlacedValue> valueChunk = stackalloc PlacedValue[ChunkRows];
        ReadingOrder order = rows.Order;
        for (int start = 0; start < rows.Groups.Length; start += ChunkRows)
        {
            Span<ulong> forms = formChunk[..Math.Min(ChunkRows, rows.Groups.Length - start)];
            Span<PlacedValue> values = valueChunk[..forms.Length];
            ValueForm.Write(rows, start, Texts, forms);
            for (int i = 0; i < forms.Length; i++)
            {
                values[i] = new PlacedValue(order.Time(start + i), order.Position(start + i), forms[i]);
            }

            Lists.Append(rows.Groups.Slice(start, forms.Length), values);
        }
    }
}

// All texts of a group with their places. They have codes in memory, which mean nothing elsewhere.
internal sealed class PlacedTexts : PlacedValues
{
    public PlacedTexts() => Texts = new TextTranslation();

    public override long Bytes => base.Bytes + Texts!.Bytes;

    // A text by its ValueForm.
    public ReadOnlySpan<byte> TextOf(ulong value) => Texts!.Texts[(int)value];

    // A group's texts from a disk, by place.
    public RecordMerge<PlacedText> OpenTexts(int group) => Open<PlacedText>(group);

    public override long ValueBytes(int group)
    {
        long length = Lists.Count(group) * ((2 * sizeof(long)) + sizeof(int));
        foreach (ReadOnlySpan<PlacedValue> piece in Lists.Pieces(group))
        {
            foreach (PlacedValue value in piece)
            {
                length += TextOf(value.Value).Length;
            }
        }

        return length;
    }

    protected override void MergeLists(ValueLists<PlacedValue> other, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var texts = (PlacedTexts)other;
        for (int i = 0; i < groups.Length; i++)
        {
            AddAll(into[i], texts.Lists.Pieces(groups[i]), texts.Texts!.Texts);
        }
    }

    // Each text with its time and position, 8 bytes each.
    protected override void SaveLists(ReadOnlySpan<int> groups, ColumnVector column)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            StateWriter writer = new(column.AddBytes(row, ValueBytes(groups[row])));
            foreach (ReadOnlySpan<PlacedValue> piece in Lists.Pieces(groups[row]))
            {
                foreach (PlacedValue value in piece)
                {
                    writer.Add(value.Time);
                    writer.Add(value.Position);
                    writer.Add(TextOf(value.Value));
                }
            }
        }
    }

    protected override void LoadLists(ColumnVector column, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            StateReader reader = new(column.BytesOf(row));
            while (!reader.IsAtEnd)
            {
                long time = reader.ReadLong();
                long position = reader.ReadLong();
                Lists.Append(groups[row], new PlacedValue(time, position, (uint)Texts!.Texts.GetOrAdd(reader.ReadText())));
            }
        }
    }

    protected override Func<int, List<StoredRun>> Writer(IValueDisk disk)
    {
        RunWriter<PlacedText> writer = new(disk);
        return group =>
        {
            foreach (ReadOnlySpan<PlacedValue> piece in Lists.Pieces(group))
            {
                foreach (PlacedValue value in piece)
                {
                    ReadOnlySpan<byte> text = TextOf(value.Value);
                    PlacedText.Write(value.Time, value.Position, text, writer.Add(PlacedText.LengthFor(text)));
                }
            }

            return writer.End();
        };
    }

    // Keeps only the texts of the lists that are left.
    protected override void Pack()
    {
        (ListStore<PlacedValue> before, TextDictionary texts) = (Lists, Texts!.Texts);
        (Lists, Texts) = (new(), new TextTranslation());
        Lists.Reserve(before.Groups);
        for (int group = 1; group < before.Groups; group++)
        {
            AddAll(group, before.Pieces(group), texts);
        }
    }

    private void AddAll(int group, ListStore<PlacedValue>.PieceEnumerator pieces, TextDictionary texts)
    {
        foreach (ReadOnlySpan<PlacedValue> piece in pieces)
        {
            foreach (PlacedValue value in piece)
            {
                Lists.Append(group, value with { Value = (uint)Texts!.Texts.GetOrAdd(texts[(int)value.Value]) });
            }
        }
    }
}
