using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>All values of a group with their places. Each different text is kept once.</summary>
/// <param name="isText">True for a column of texts.</param>
internal sealed class PlacedValues(bool isText) : Component
{
    private const int ChunkRows = 256;

    private static readonly ColumnType[] Types = [new(ColumnKind.Bytes)];
    private readonly ListStore<PlacedValue> _lists = new();
    private readonly TextTranslation? _texts = isText ? new TextTranslation() : null;

    public override long Bytes => _lists.Bytes + (_texts?.Bytes ?? 0);

    public override bool HoldsValues => true;

    public override IReadOnlyList<ColumnType> StateTypes => Types;

    /// <summary>The component for a column.</summary>
    public static ComponentPart Part(AggregateInput input, int filter)
    {
        bool isText = input.Type.IsText;
        return new ComponentPart(new("placed_values", input.Ordinal, filter, NeedsOrder: true), () => new PlacedValues(isText));
    }

    /// <summary>How many values a group has.</summary>
    public long Count(int group) => _lists.Count(group);

    /// <summary>Copies a group's values, in no order that means anything.</summary>
    public void CopyTo(int group, Span<PlacedValue> values) => _lists.CopyTo(group, values);

    /// <summary>A text by its <see cref="ValueForm"/>.</summary>
    public ReadOnlySpan<byte> TextOf(ulong value) => _texts!.Texts[(int)value];

    public override void Reserve(int groups) => _lists.Reserve(groups);

    public override void Add(in RowInput rows)
    {
        Span<ulong> formChunk = stackalloc ulong[ChunkRows];
        Span<PlacedValue> valueChunk = stackalloc PlacedValue[ChunkRows];
        RowOrder order = rows.Order;
        for (int start = 0; start < rows.Groups.Length; start += ChunkRows)
        {
            Span<ulong> forms = formChunk[..Math.Min(ChunkRows, rows.Groups.Length - start)];
            Span<PlacedValue> values = valueChunk[..forms.Length];
            ValueForm.Write(rows, start, _texts, forms);
            for (int i = 0; i < forms.Length; i++)
            {
                values[i] = new PlacedValue(order.Time(start + i), order.Position(start + i), forms[i]);
            }

            _lists.Append(rows.Groups.Slice(start, forms.Length), values);
        }
    }

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var other = (PlacedValues)right;
        if (!isText)
        {
            _lists.Merge(other._lists, groups, into);
            return;
        }

        for (int i = 0; i < groups.Length; i++)
        {
            foreach (ReadOnlySpan<PlacedValue> piece in other._lists.Pieces(groups[i]))
            {
                foreach (PlacedValue value in piece)
                {
                    _lists.Append(into[i], value with { Value = CodeOf(other.TextOf(value.Value)) });
                }
            }
        }
    }

    /// <summary>A state is each value with its time and position, 8 bytes each: a text as a text, anything else as the 8 bytes of its <see cref="ValueForm"/>.</summary>
    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns)
    {
        if (!isText)
        {
            _lists.Save(groups, columns[0]);
            return;
        }

        for (int row = 0; row < groups.Length; row++)
        {
            StateWriter writer = new(columns[0].AddBytes(row, SavedLength(groups[row])));
            foreach (ReadOnlySpan<PlacedValue> piece in _lists.Pieces(groups[row]))
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

    /// <inheritdoc/>
    /// <exception cref="FormatException">A state is not of the form that <see cref="Save"/> writes.</exception>
    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups)
    {
        if (!isText)
        {
            _lists.Load(columns[0], groups);
            return;
        }

        for (int row = 0; row < groups.Length; row++)
        {
            StateReader reader = new(columns[0].BytesOf(row));
            while (!reader.IsAtEnd)
            {
                long time = reader.ReadLong();
                long position = reader.ReadLong();
                _lists.Append(groups[row], new PlacedValue(time, position, CodeOf(reader.ReadText())));
            }
        }
    }

    private ulong CodeOf(ReadOnlySpan<byte> text) => (uint)_texts!.Texts.GetOrAdd(text);

    private long SavedLength(int group)
    {
        long length = _lists.Count(group) * ((2 * sizeof(long)) + sizeof(int));
        foreach (ReadOnlySpan<PlacedValue> piece in _lists.Pieces(group))
        {
            foreach (PlacedValue value in piece)
            {
                length += TextOf(value.Value).Length;
            }
        }

        return length;
    }
}
