using System.Runtime.InteropServices;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

// How often each different value of a group occurs. −0 is 0, all NaNs are one value, decimals are told apart as float64.
// isText: True for a column of texts.
internal sealed class ValueCountColumn(bool isText) : Component
{
    // How many of a group's most frequent values can be asked for.
    public const int MostRanks = 100;

    private const int ChunkRows = 512;

    // Different values from which a group's are not copied for each rank that is asked for.
    private const int ManyValues = 1 << 12;

    private const int MostSummaries = 1 << 10;

    private static readonly ColumnType[] Types = [new(ColumnKind.Bytes), new(ColumnKind.Bytes)];
    private readonly StoredValues _stored = new();
    private readonly Dictionary<int, CountSummary> _summaries = [];
    private ValueCounts _counts = new();
    private TextTranslation? _texts = isText ? new TextTranslation() : null;

    public override long Bytes => _counts.Bytes + _stored.Bytes + (_texts?.Bytes ?? 0);

    public override bool HoldsValues => true;

    public override IReadOnlyList<ColumnType> StateTypes => Types;

    // The component for a column.
    public static ComponentPart Part(AggregateInput input, int filter)
    {
        bool isText = input.Type.IsText;
        return new ComponentPart(new("value_counts", input.Ordinal, filter), () => new ValueCountColumn(isText));
    }

    // How many different values a group has.
    public long CountOf(int group) => IsStored(group) ? Summary(group).Distinct : _counts.CountOf(group);

    // True when some of a group's values lie on a disk.
    public bool IsStored(int group) => _stored.Has(group);

    // True when a group has so many values that they are to be had by Best alone.
    public bool IsLarge(int group) => IsStored(group) || _counts.CountOf(group) >= ManyValues;

    // One of the most frequent values of a large group, or null where there are fewer.
    public RankedValue? Best(int group, int rank) => Summary(group).Best is { } best && rank < best.Count ? best[rank] : null;

    // A text by its ValueForm.
    public Text TextOf(ulong value) => new(_texts!.Texts, (int)value);

    // Compares two values: numbers and times by size, false before true, texts by bytes, NaN last.
    public int Compare(ulong left, ulong right) => isText ? Text.Compare(TextOf(left), TextOf(right)) : left.CompareTo(right);

    // texts are taken to be as long as they are on average
    public override long ValueBytes(int group) =>
        _counts.CountOf(group) * (sizeof(long) + (_texts is { Texts: { Count: > 0 } texts } ? texts.Bytes / texts.Count : sizeof(ulong)));

    public override void Use(IValueDisk disk) => _stored.Disk = disk;

    public override void Stow(IValueDisk disk, long leastBytes)
    {
        _stored.Disk = disk;
        (ValueCounts before, TextTranslation? texts) = (_counts, _texts);
        _counts = new ValueCounts();
        _counts.Reserve(before.Groups);
        _texts = isText ? new TextTranslation() : null;
        ValueCount[] room = [];
        for (int group = 1; group < before.Groups; group++)
        {
            ReadOnlySpan<ValueCount> values = Values(before, group, ref room);
            if (values.IsEmpty)
            {
                continue;
            }

            if (SavedLength(values, texts?.Texts) >= leastBytes)
            {
                Store(group, values, texts?.Texts);
                continue;
            }

            foreach (ValueCount value in values)
            {
                _counts.Add(group, texts is null ? value.Value : CodeOf(texts.Texts[(int)value.Value]), value.Count);
            }
        }
    }

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
        _stored.Merge(other._stored, groups, into);
        ValueCount[] values = [];
        for (int i = 0; i < groups.Length; i++)
        {
            foreach (ValueCount value in other.Values(groups[i], ref values))
            {
                _counts.Add(into[i], isText ? CodeOf(other.TextOf(value.Value).Bytes) : value.Value, value.Count);
            }
        }
    }

    // The values and counts of a group that has all of them in memory, in no order that means anything.
    // room: An array that is used again, and replaced by a longer one where it is too short.
    public Span<ValueCount> Values(int group, ref ValueCount[] room) => Values(_counts, group, ref room);

    // A state is each value and its int64 count. A text is a text; anything else the 8 bytes of its ValueForm. Beside them stands where
    // others lie.
    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<ColumnVector> columns)
    {
        _stored.Save(groups, columns[1]);
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

    // throws FormatException: A state is not of the form that Save writes.
    public override void Load(IReadOnlyList<ColumnVector> columns, ReadOnlySpan<int> groups)
    {
        _stored.Load(columns[1], groups);
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

    private static Span<ValueCount> Values(ValueCounts counts, int group, ref ValueCount[] room)
    {
        int count = counts.CountOf(group);
        if (room.Length < count)
        {
            room = new ValueCount[Grown(room.Length, count)];
        }

        counts.CopyTo(group, room);
        return room.AsSpan(0, count);
    }

    private static long SavedLength(ReadOnlySpan<ValueCount> values, TextDictionary? texts)
    {
        if (texts is null)
        {
            return values.Length * (sizeof(long) + (long)sizeof(ulong));
        }

        long length = values.Length * (sizeof(long) + (long)sizeof(int));
        foreach (ValueCount value in values)
        {
            length += texts[(int)value.Value].Length;
        }

        return length;
    }

    private ulong CodeOf(ReadOnlySpan<byte> text) => (uint)_texts!.Texts.GetOrAdd(text);

    private long SavedLength(ReadOnlySpan<ValueCount> values) => SavedLength(values, _texts?.Texts);

    private void Store(int group, ReadOnlySpan<ValueCount> values, TextDictionary? texts)
    {
        if (texts is null)
        {
            RunWriter<ValueRecord<ValueCount>> numbers = new(_stored.Disk!);
            numbers.AddAll(values);
            _stored.Add(group, numbers.End());
            return;
        }

        RunWriter<CountedText> writer = new(_stored.Disk!);
        foreach (ValueCount value in values)
        {
            ReadOnlySpan<byte> text = texts[(int)value.Value];
            CountedText.Write(value.Count, text, writer.Add(CountedText.LengthFor(text)));
        }

        _stored.Add(group, writer.End());
    }

    private CountSummary Summary(int group)
    {
        if (_summaries.TryGetValue(group, out CountSummary? summary))
        {
            return summary;
        }

        // one column after the other asks for the same groups, and those of one batch are not many
        if (_summaries.Count >= MostSummaries)
        {
            _summaries.Clear();
        }

        summary = IsStored(group) ? Stored(group) : InMemory(group);
        _summaries.Add(group, summary);
        return summary;
    }

    private CountSummary InMemory(int group)
    {
        Ranking ranking = new();
        foreach (ValueCount value in _counts.Of(group))
        {
            ranking.Add(isText ? 0 : value.Value, isText ? TextOf(value.Value).Bytes : [], isText, value.Count);
        }

        return ranking.End();
    }

    // what is left in memory goes to the rest first
    private CountSummary Stored(int group)
    {
        if (_counts.CountOf(group) > 0)
        {
            ValueCount[] room = [];
            Store(group, Values(group, ref room), _texts?.Texts);
            _counts.Forget(group);
        }

        return isText ? Summarized<CountedText>(group) : Summarized<ValueRecord<ValueCount>>(group);
    }

    // the same value may be counted in several runs
    private CountSummary Summarized<TForm>(int group)
        where TForm : struct, IRecordForm
    {
        Ranking ranking = new();
        byte[] last = [];
        int length = 0;
        long count = 0;
        RecordMerge<TForm> merge = _stored.Open<TForm>(group);
        while (merge.MoveNext())
        {
            ReadOnlySpan<byte> next = merge.Current;
            if (count > 0 && TForm.Compare(next, last.AsSpan(0, length)) != 0)
            {
                Rank(ranking, last.AsSpan(0, length), count);
                count = 0;
            }

            if (count == 0)
            {
                last = next.Length > last.Length ? new byte[Grown(last.Length, next.Length)] : last;
                next.CopyTo(last);
                length = next.Length;
            }

            count += isText ? CountedText.CountOf(next) : MemoryMarshal.Read<ValueCount>(next).Count;
        }

        Rank(ranking, last.AsSpan(0, length), count);
        return ranking.End();
    }

    private void Rank(Ranking ranking, ReadOnlySpan<byte> record, long count)
    {
        if (isText)
        {
            ranking.Add(0, CountedText.TextOf(record), isText, count);
        }
        else
        {
            ranking.Add(MemoryMarshal.Read<ValueCount>(record).Value, [], isText, count);
        }
    }
}

// What is asked about a group with many different values.
// Best: The most frequent ones, of equally frequent ones the smaller first; no more than ValueCountColumn.MostRanks.
internal sealed record CountSummary(long Distinct, IReadOnlyList<RankedValue> Best);

// A value and how often a group has it.
// Value: Its ValueForm; 0 for a text.
internal readonly record struct RankedValue(ulong Value, byte[]? Text, long Count);

// Keeps the most frequent of the values that come, each once.
internal sealed class Ranking
{
    private readonly List<RankedValue> _best = [];
    private long _distinct;

    public void Add(ulong value, ReadOnlySpan<byte> text, bool isText, long count)
    {
        _distinct++;
        if (_best.Count == ValueCountColumn.MostRanks)
        {
            if (!Precedes(value, text, count, _best[^1]))
            {
                return;
            }

            _best.RemoveAt(_best.Count - 1);
        }

        int at = _best.Count;
        while (at > 0 && Precedes(value, text, count, _best[at - 1]))
        {
            at--;
        }

        _best.Insert(at, new RankedValue(value, isText ? text.ToArray() : null, count));
    }

    public CountSummary End() => new(_distinct, _best);

    private static bool Precedes(ulong value, ReadOnlySpan<byte> text, long count, in RankedValue other)
    {
        if (count != other.Count)
        {
            return count > other.Count;
        }

        return other.Text is null ? value < other.Value : text.SequenceCompareTo(other.Text) < 0;
    }
}
