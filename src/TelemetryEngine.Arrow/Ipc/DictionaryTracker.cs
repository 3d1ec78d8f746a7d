using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow.Ipc;

// What a reader must be told before it can read a batch with this dictionary.
internal enum DictionaryChange
{
    // Nothing: it has it.
    None,

    // The whole dictionary, for the first time.
    First,

    // The values behind those it has.
    Growth,

    // Another dictionary in its place.
    Replacement,
}

// Remembers the dictionary that was last written for a field. It keeps a copy, because the one it saw may be freed after the batch is
// written.
internal sealed class DictionaryTracker
{
    private ArrayData? _seen;
    private ArrayData? _copy;

    // The number of values that the reader has.
    public int Length => _copy?.Length ?? 0;

    // Compares a batch's dictionary with the last one, and remembers it. Costs a comparison of memory when it is another object with the
    // same values.
    // isStale: True when what the reader has can't be used any more, because a dictionary inside it was replaced.
    public DictionaryChange Update(ArrayData dictionary, bool isStale)
    {
        if (ReferenceEquals(dictionary, _seen) && !isStale)
        {
            return DictionaryChange.None;
        }

        DictionaryChange change = Compare(dictionary, isStale);
        _seen = dictionary;
        if (change != DictionaryChange.None)
        {
            _copy = new RowCopier().CopyAll(dictionary);
        }

        return change;
    }

    // True when the first values of a dictionary are those of another of the same type.
    public static bool StartsWith(ArrayData dictionary, ArrayData start)
    {
        if (dictionary.Length < start.Length)
        {
            return false;
        }

        IArrowType type = dictionary.Storage;
        return type is StringType ? StartsWithTexts(dictionary, start)
            : ArrayParts.HasBytes(type) || type is FixedWidthType and not (BooleanType or DictionaryType) ? HasSameValues(dictionary, start)
            : HasSameBuffers(dictionary.Slice(0, start.Length), start);
    }

    private DictionaryChange Compare(ArrayData dictionary, bool isStale)
    {
        if (_copy is null)
        {
            return DictionaryChange.First;
        }

        if (isStale || !StartsWith(dictionary, _copy))
        {
            return DictionaryChange.Replacement;
        }

        return dictionary.Length == _copy.Length ? DictionaryChange.None : DictionaryChange.Growth;
    }

    private static bool StartsWithTexts(ArrayData dictionary, ArrayData start)
    {
        ReadOnlySpan<int> offsets = dictionary.Offsets<int>()[..(start.Length + 1)];
        return dictionary.Nulls == 0 && start.Nulls == 0 && offsets.SequenceEqual(start.Offsets<int>())
            ? dictionary.Buffers[2].Span[offsets[0]..offsets[^1]].SequenceEqual(start.Buffers[2].Span[offsets[0]..offsets[^1]])
            : HasSameValues(dictionary, start);
    }

    // Compares row by row; what lies at null rows does not count.
    private static bool HasSameValues(ArrayData dictionary, ArrayData start)
    {
        for (int i = 0; i < start.Length; i++)
        {
            if (dictionary.IsNull(i) != start.IsNull(i) || !dictionary.BytesAt(i).SequenceEqual(start.BytesAt(i)))
            {
                return false;
            }
        }

        return true;
    }

    // Compares what would be written of a copy, in which views and unions have no more data than they show, and the dictionaries inside.
    // Equal values in another layout still count as different: a stream then writes them again, and a file, which can't, is refused.
    private static bool HasSameBuffers(ArrayData array, ArrayData start)
    {
        (BodyBuilder left, BodyBuilder right) = (new BodyBuilder(sizeof(long), compressor: null),
            new BodyBuilder(sizeof(long), compressor: null));
        RowCopier copier = new();
        ArrayEncoder.Add(left, copier.CopyAll(array));
        ArrayEncoder.Add(right, copier.CopyAll(start));
        return left.Nodes.SequenceEqual(right.Nodes)
            && left.Parts.Count == right.Parts.Count
            && left.Parts.Zip(right.Parts).All(pair => pair.First.Bytes.Span.SequenceEqual(pair.Second.Bytes.Span))
            && HasSameDictionaries(array, start);
    }

    private static bool HasSameDictionaries(ArrayData array, ArrayData start) =>
        array.Dictionary is { } left && start.Dictionary is { } right
        ? ReferenceEquals(left, right) || StartsWith(left, right)
        : (array.Children ?? []).Zip(start.Children ?? []).All(static pair => HasSameDictionaries(pair.First, pair.Second));
}
