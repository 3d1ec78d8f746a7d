namespace TelemetryEngine.Arrow.Ipc;

/// <summary>What a reader must be told before it can read a batch with this dictionary.</summary>
internal enum DictionaryChange
{
    /// <summary>Nothing: it has it.</summary>
    None,

    /// <summary>The whole dictionary, for the first time.</summary>
    First,

    /// <summary>The values behind those it has.</summary>
    Growth,

    /// <summary>Another dictionary in its place.</summary>
    Replacement,
}

/// <summary>Remembers the dictionary that was last written for a field. It keeps a copy, because the one it saw may be freed after the
/// batch is written.</summary>
internal sealed class DictionaryTracker
{
    private ArrowArray? _seen;
    private ArrowArray? _copy;

    /// <summary>The number of values that the reader has.</summary>
    public int Length => _copy?.Length ?? 0;

    /// <summary>Compares a batch's dictionary with the last one, and remembers it. Costs a comparison of memory when it is another object
    /// with the same values.</summary>
    /// <param name="dictionary">The dictionary.</param>
    /// <param name="isStale">True when what the reader has can't be used any more, because a dictionary inside it was replaced.</param>
    public DictionaryChange Update(ArrowArray dictionary, bool isStale)
    {
        if (ReferenceEquals(dictionary, _seen) && !isStale)
        {
            return DictionaryChange.None;
        }

        DictionaryChange change = Compare(dictionary, isStale);
        _seen = dictionary;
        if (change != DictionaryChange.None)
        {
            _copy = Concatenation.Of([dictionary]);
        }

        return change;
    }

    /// <summary>True when the first values of a dictionary are those of another of the same type.</summary>
    public static bool StartsWith(ArrowArray dictionary, ArrowArray start)
    {
        if (dictionary.Length < start.Length)
        {
            return false;
        }

        return (dictionary, start) switch
        {
            (StringArray texts, StringArray startTexts) => StartsWith(texts, startTexts),
            (BytesArray values, BytesArray startValues) => HasSameValues(values, start, i => values.GetBytes(i).SequenceEqual(startValues.GetBytes(i))),
            (FixedWidthArray values, FixedWidthArray startValues) => HasSameValues(values, start, i => values.GetBytes(i).SequenceEqual(startValues.GetBytes(i))),
            _ => HasSameBuffers(dictionary.Slice(0, start.Length), start),
        };
    }

    private DictionaryChange Compare(ArrowArray dictionary, bool isStale)
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

    private static bool StartsWith(StringArray dictionary, StringArray start)
    {
        ReadOnlySpan<int> offsets = dictionary.Offsets[..(start.Length + 1)];
        return dictionary.NullCount == 0 && start.NullCount == 0 && offsets.SequenceEqual(start.Offsets)
            ? dictionary.DataBuffer.Span[offsets[0]..offsets[^1]].SequenceEqual(start.DataBuffer.Span[offsets[0]..offsets[^1]])
            : HasSameValues(dictionary, start, i => dictionary.GetBytes(i).SequenceEqual(start.GetBytes(i)));
    }

    /// <summary>Compares row by row; what lies at null rows does not count.</summary>
    private static bool HasSameValues(ArrowArray dictionary, ArrowArray start, Func<int, bool> isSame)
    {
        for (int i = 0; i < start.Length; i++)
        {
            if (dictionary.IsNull(i) != start.IsNull(i) || !isSame(i))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Compares what would be written of a copy, in which views and unions have no more data than they show, and the dictionaries inside. Equal
    /// values in another layout still count as different: a stream then writes them again, and a file, which can't, is refused.</summary>
    private static bool HasSameBuffers(ArrowArray array, ArrowArray start)
    {
        (BodyBuilder left, BodyBuilder right) = (new BodyBuilder(sizeof(long), compressor: null), new BodyBuilder(sizeof(long), compressor: null));
        RowCopier copier = new();
        ArrayEncoder.Add(left, copier.Copy(array, RowSelection.All(array.Length)));
        ArrayEncoder.Add(right, copier.Copy(start, RowSelection.All(start.Length)));
        return left.Nodes.SequenceEqual(right.Nodes)
            && left.Parts.Count == right.Parts.Count
            && left.Parts.Zip(right.Parts).All(pair => pair.First.Bytes.Span.SequenceEqual(pair.Second.Bytes.Span))
            && HasSameDictionaries(array, start);
    }

    private static bool HasSameDictionaries(ArrowArray array, ArrowArray start) => (array, start) switch
    {
        (DictionaryArray left, DictionaryArray right) => ReferenceEquals(left.Dictionary, right.Dictionary) || StartsWith(left.Dictionary, right.Dictionary),
        _ => array.Children.Zip(start.Children).All(pair => HasSameDictionaries(pair.First, pair.Second)),
    };
}
