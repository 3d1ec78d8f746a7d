using System.Runtime.InteropServices;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>Counts of values on a disk: the same value may be counted in several runs, which are only brought together when somebody asks.</summary>
/// <param name="isText">True for a column of texts.</param>
internal sealed class StoredCounts(bool isText)
{
    private readonly StoredValues<ValueRecord<ValueCount>> _values = new();
    private readonly StoredValues<CountedText> _texts = new();

    /// <summary>Bytes held in memory.</summary>
    public long Bytes => _values.Bytes + _texts.Bytes;

    public bool Has(int group) => isText ? _texts.Has(group) : _values.Has(group);

    public void Use(IValueDisk disk)
    {
        _values.Disk = disk;
        _texts.Disk = disk;
    }

    /// <summary>Adds a group's counts of values.</summary>
    public void Store(int group, ReadOnlySpan<ValueCount> values)
    {
        RunWriter<ValueRecord<ValueCount>> writer = new(_values.Disk!);
        writer.AddAll(values);
        _values.Add(group, writer.End());
    }

    /// <summary>Adds a group's counts of texts.</summary>
    public void Store(int group, ReadOnlySpan<ValueCount> values, TextDictionary texts)
    {
        RunWriter<CountedText> writer = new(_texts.Disk!);
        foreach (ValueCount value in values)
        {
            ReadOnlySpan<byte> text = texts[(int)value.Value];
            CountedText.Write(value.Count, text, writer.Add(CountedText.LengthFor(text)));
        }

        _texts.Add(group, writer.End());
    }

    public void Merge(StoredCounts right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        _values.Merge(right._values, groups, into);
        _texts.Merge(right._texts, groups, into);
    }

    public void Save(ReadOnlySpan<int> groups, Vector column)
    {
        if (isText)
        {
            _texts.Save(groups, column);
        }
        else
        {
            _values.Save(groups, column);
        }
    }

    public void Load(Vector column, ReadOnlySpan<int> groups)
    {
        if (isText)
        {
            _texts.Load(column, groups);
        }
        else
        {
            _values.Load(column, groups);
        }
    }

    /// <summary>Brings a group's counts together.</summary>
    public CountSummary Of(int group) => isText ? Texts(_texts.Open(group)) : Values(_values.Open(group));

    private static CountSummary Values(RecordMerge<ValueRecord<ValueCount>> merge)
    {
        Ranking ranking = new();
        ValueCount sum = default;
        while (merge.MoveNext())
        {
            ValueCount next = MemoryMarshal.Read<ValueCount>(merge.Current);
            if (sum.Count > 0 && next.Value != sum.Value)
            {
                ranking.Add(sum.Value, [], isText: false, sum.Count);
                sum = default;
            }

            sum = new ValueCount(next.Value, sum.Count + next.Count);
        }

        ranking.Add(sum.Value, [], isText: false, sum.Count);
        return ranking.End();
    }

    private static CountSummary Texts(RecordMerge<CountedText> merge)
    {
        Ranking ranking = new();
        byte[] text = [];
        int length = 0;
        long count = 0;
        while (merge.MoveNext())
        {
            ReadOnlySpan<byte> next = CountedText.TextOf(merge.Current);
            if (count > 0 && !next.SequenceEqual(text.AsSpan(0, length)))
            {
                ranking.Add(0, text.AsSpan(0, length), isText: true, count);
                count = 0;
            }

            if (count == 0)
            {
                text = next.Length > text.Length ? new byte[Component.Grown(text.Length, next.Length)] : text;
                next.CopyTo(text);
                length = next.Length;
            }

            count += CountedText.CountOf(merge.Current);
        }

        ranking.Add(0, text.AsSpan(0, length), isText: true, count);
        return ranking.End();
    }
}
