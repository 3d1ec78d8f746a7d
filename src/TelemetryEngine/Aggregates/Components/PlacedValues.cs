using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>All values of a group with their places. Each different text is kept once.</summary>
/// <param name="isText">True for a column of texts.</param>
internal sealed class PlacedValues(bool isText) : Component
{
    private const int ChunkRows = 256;

    private readonly ValueLists<PlacedValue> _values = new();
    private readonly StoredValues<PlacedText> _stored = new();
    private ListStore<PlacedValue> _textLists = new();
    private TextTranslation? _texts = isText ? new TextTranslation() : null;

    public override long Bytes => _values.Bytes + _textLists.Bytes + _stored.Bytes + (_texts?.Bytes ?? 0);

    public override bool HoldsValues => true;

    public override IReadOnlyList<ColumnType> StateTypes => ValueLists<PlacedValue>.StateTypes;

    // texts have codes in memory, which mean nothing on a disk
    private ListStore<PlacedValue> Lists => isText ? _textLists : _values.Lists;

    /// <summary>The component for a column.</summary>
    public static ComponentPart Part(AggregateInput input, int filter)
    {
        bool isText = input.Type.IsText;
        return new ComponentPart(new("placed_values", input.Ordinal, filter, NeedsOrder: true), () => new PlacedValues(isText));
    }

    /// <summary>How many values a group has.</summary>
    public long Count(int group) => isText ? _textLists.Count(group) + _stored.Count(group) : _values.Count(group);

    /// <summary>True when a group's values are to be had by <see cref="OpenValues"/> or <see cref="OpenTexts"/> alone.</summary>
    public bool IsStored(int group) => isText ? _stored.Has(group) : _values.IsStored(group);

    /// <summary>Copies a group's values, in no order that means anything.</summary>
    public void CopyTo(int group, Span<PlacedValue> values) => Lists.CopyTo(group, values);

    /// <summary>A group's values from a disk, by place.</summary>
    public RecordMerge<ValueRecord<PlacedValue>> OpenValues(int group) => _values.Open(group);

    /// <summary>A group's texts from a disk, by place.</summary>
    public RecordMerge<PlacedText> OpenTexts(int group)
    {
        if (_textLists.Count(group) > 0)
        {
            Store(group, new RunWriter<PlacedText>(_stored.Disk!));
        }

        return _stored.Open(group);
    }

    public override long ValueBytes(int group) => isText ? SavedLength(group) : _values.ValueBytes(group);

    public override void Use(IValueDisk disk)
    {
        _values.Use(disk);
        _stored.Disk = disk;
    }

    public override void Stow(IValueDisk disk, long leastBytes)
    {
        if (!isText)
        {
            _values.Stow(disk, leastBytes);
            return;
        }

        _stored.Disk = disk;
        RunWriter<PlacedText>? writer = null;
        for (int group = 1; group < _textLists.Groups; group++)
        {
            if (_textLists.Count(group) > 0 && SavedLength(group) >= leastBytes)
            {
                Store(group, writer ??= new(disk));
            }
        }

        if (writer is not null)
        {
            Pack();
        }
    }

    /// <summary>A text by its <see cref="ValueForm"/>.</summary>
    public ReadOnlySpan<byte> TextOf(ulong value) => _texts!.Texts[(int)value];

    public override void Reserve(int groups) => Lists.Reserve(groups);

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

            Lists.Append(rows.Groups.Slice(start, forms.Length), values);
        }
    }

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var other = (PlacedValues)right;
        if (!isText)
        {
            _values.Merge(other._values, groups, into);
            return;
        }

        _stored.Merge(other._stored, groups, into);
        for (int i = 0; i < groups.Length; i++)
        {
            foreach (ReadOnlySpan<PlacedValue> piece in other._textLists.Pieces(groups[i]))
            {
                foreach (PlacedValue value in piece)
                {
                    _textLists.Append(into[i], value with { Value = CodeOf(other.TextOf(value.Value)) });
                }
            }
        }
    }

    /// <summary>A state is each value with its time and position, 8 bytes each: a text as a text, anything else as the 8 bytes of its <see cref="ValueForm"/>; and where others lie.</summary>
    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns)
    {
        if (!isText)
        {
            _values.Save(groups, columns);
            return;
        }

        _stored.Save(groups, columns[1]);

        for (int row = 0; row < groups.Length; row++)
        {
            StateWriter writer = new(columns[0].AddBytes(row, SavedLength(groups[row])));
            foreach (ReadOnlySpan<PlacedValue> piece in _textLists.Pieces(groups[row]))
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
            _values.Load(columns, groups);
            return;
        }

        _stored.Load(columns[1], groups);

        for (int row = 0; row < groups.Length; row++)
        {
            StateReader reader = new(columns[0].BytesOf(row));
            while (!reader.IsAtEnd)
            {
                long time = reader.ReadLong();
                long position = reader.ReadLong();
                _textLists.Append(groups[row], new PlacedValue(time, position, CodeOf(reader.ReadText())));
            }
        }
    }

    private ulong CodeOf(ReadOnlySpan<byte> text) => (uint)_texts!.Texts.GetOrAdd(text);

    private long SavedLength(int group)
    {
        long length = _textLists.Count(group) * ((2 * sizeof(long)) + sizeof(int));
        foreach (ReadOnlySpan<PlacedValue> piece in _textLists.Pieces(group))
        {
            foreach (PlacedValue value in piece)
            {
                length += TextOf(value.Value).Length;
            }
        }

        return length;
    }

    private void Store(int group, RunWriter<PlacedText> writer)
    {
        foreach (ReadOnlySpan<PlacedValue> piece in _textLists.Pieces(group))
        {
            foreach (PlacedValue value in piece)
            {
                ReadOnlySpan<byte> text = TextOf(value.Value);
                PlacedText.Write(value.Time, value.Position, text, writer.Add(PlacedText.LengthFor(text)));
            }
        }

        _stored.Add(group, writer.End());
        _textLists.Forget(group);
    }

    /// <summary>Keeps only the texts of the lists that are left.</summary>
    private void Pack()
    {
        (ListStore<PlacedValue> before, TextDictionary texts) = (_textLists, _texts!.Texts);
        (_textLists, _texts) = (new(), new TextTranslation());
        _textLists.Reserve(before.Groups);
        for (int group = 1; group < before.Groups; group++)
        {
            foreach (ReadOnlySpan<PlacedValue> piece in before.Pieces(group))
            {
                foreach (PlacedValue value in piece)
                {
                    _textLists.Append(group, value with { Value = CodeOf(texts[(int)value.Value]) });
                }
            }
        }
    }
}
