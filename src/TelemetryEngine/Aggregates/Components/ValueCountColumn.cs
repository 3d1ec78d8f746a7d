using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>How often each different value of a group occurs. −0 is 0, all NaNs are one value, decimals are told apart as float64.</summary>
/// <param name="isText">True for a column of texts.</param>
internal sealed class ValueCountColumn(bool isText) : Component
{
    private const int ChunkRows = 512;

    private static readonly ColumnType[] Types = [new(ColumnKind.Bytes)];
    private readonly ValueCounts _counts = new();
    private readonly TextTranslation? _texts = isText ? new TextTranslation() : null;

    public override long Bytes => _counts.Bytes + (_texts?.Bytes ?? 0);

    public override bool HoldsValues => true;

    public override IReadOnlyList<ColumnType> StateTypes => Types;

    /// <summary>The component for a column.</summary>
    public static ComponentPart Part(AggregateInput input, int filter)
    {
        bool isText = input.Type.IsText;
        return new ComponentPart(new("value_counts", input.Ordinal, filter), () => new ValueCountColumn(isText));
    }

    /// <summary>How many different values a group has.</summary>
    public int CountOf(int group) => _counts.CountOf(group);

    /// <summary>Copies a group's values and counts, in no order that means anything.</summary>
    public void CopyTo(int group, Span<ValueCount> target) => _counts.CopyTo(group, target);

    /// <summary>A text by its <see cref="ValueForm"/>.</summary>
    public Text TextOf(ulong value) => new(_texts!.Texts, (int)value);

    /// <summary>Compares two values: numbers and times by size, false before true, texts by bytes, NaN last.</summary>
    public int Compare(ulong left, ulong right) => isText ? Text.Compare(TextOf(left), TextOf(right)) : left.CompareTo(right);

    public override void Reserve(int groups) => _counts.Reserve(groups);

    public override void Add(in RowInput rows)
    {
        Span<ulong> chunk = stackalloc ulong[ChunkRows];
        for (int start = 0; start < rows.Groups.Length; start += ChunkRows)
        {
            Span<ulong> forms = chunk[..Math.Min(ChunkRows, rows.Groups.Length - start)];
            ValueForm.Write(rows, start, _texts, forms);
            _counts.Add(rows.Groups.Slice(start, forms.Length), forms);
        }
    }

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var other = (ValueCountColumn)right;
        ValueCount[] values = [];
        for (int i = 0; i < groups.Length; i++)
        {
            foreach (ValueCount value in other.Values(groups[i], ref values))
            {
                _counts.Add(into[i], isText ? CodeOf(other.TextOf(value.Value).Bytes) : value.Value, value.Count);
            }
        }
    }

    /// <summary>A group's values and counts.</summary>
    /// <param name="group">The group.</param>
    /// <param name="room">An array that is used again, and replaced by a longer one where it is too short.</param>
    public Span<ValueCount> Values(int group, ref ValueCount[] room)
    {
        int count = CountOf(group);
        if (room.Length < count)
        {
            room = new ValueCount[Grown(room.Length, count)];
        }

        CopyTo(group, room);
        return room.AsSpan(0, count);
    }

    /// <summary>A state is each value and its int64 count. A text is a text; anything else the 8 bytes of its <see cref="ValueForm"/>.</summary>
    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns)
    {
        ValueCount[] room = [];
        for (int row = 0; row < groups.Length; row++)
        {
            ReadOnlySpan<ValueCount> values = Values(groups[row], ref room);
            StateWriter writer = new(columns[0].AddBytes(row, SavedLength(values)));
            foreach (ValueCount value in values)
            {
                writer.Add(value.Count);
                if (isText)
                {
                    writer.Add(TextOf(value.Value).Bytes);
                }
                else
                {
                    writer.Add((long)value.Value);
                }
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="FormatException">A state is not of the form that <see cref="Save"/> writes.</exception>
    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            StateReader reader = new(columns[0].BytesOf(row));
            while (!reader.IsAtEnd)
            {
                long count = reader.ReadLong();
                ulong value = isText ? CodeOf(reader.ReadText()) : (ulong)reader.ReadLong();
                if (count <= 0)
                {
                    throw new FormatException($"a state counts a value {count} times");
                }

                _counts.Add(groups[row], value, count);
            }
        }
    }

    private ulong CodeOf(ReadOnlySpan<byte> text) => (uint)_texts!.Texts.GetOrAdd(text);

    private long SavedLength(ReadOnlySpan<ValueCount> values)
    {
        if (!isText)
        {
            return values.Length * (sizeof(long) + (long)sizeof(ulong));
        }

        long length = values.Length * (sizeof(long) + (long)sizeof(int));
        foreach (ValueCount value in values)
        {
            length += TextOf(value.Value).Bytes.Length;
        }

        return length;
    }
}
