namespace TelemetryEngine.Arrow.Ipc;

/// <summary>What a reader must be told before it can read a batch with this dictionary.</summary>
internal enum DictionaryChange
{
    /// <summary>Nothing: it has it.</summary>
    None,

    /// <summary>The whole dictionary, for the first time.</summary>
    First,

    /// <summary>The texts behind those it has.</summary>
    Growth,

    /// <summary>Another dictionary in its place.</summary>
    Replacement,
}

/// <summary>Remembers the dictionary that was last written for a field. It keeps a copy, because the one it saw may be freed after the
/// batch is written.</summary>
internal sealed class DictionaryTracker
{
    private StringArray? _seen;
    private StringArray? _copy;

    /// <summary>The number of texts that the reader has.</summary>
    public int Length => _copy?.Length ?? 0;

    /// <summary>Compares a batch's dictionary with the last one, and remembers it. Costs a comparison of memory when it is another object
    /// with the same texts.</summary>
    public DictionaryChange Update(StringArray dictionary)
    {
        if (ReferenceEquals(dictionary, _seen))
        {
            return DictionaryChange.None;
        }

        DictionaryChange change = Compare(dictionary);
        _seen = dictionary;
        if (change != DictionaryChange.None)
        {
            _copy = Copy(dictionary);
        }

        return change;
    }

    private DictionaryChange Compare(StringArray dictionary)
    {
        if (_copy is null)
        {
            return DictionaryChange.First;
        }

        if (dictionary.Length < _copy.Length || !StartsWith(dictionary, _copy))
        {
            return DictionaryChange.Replacement;
        }

        return dictionary.Length == _copy.Length ? DictionaryChange.None : DictionaryChange.Growth;
    }

    private static bool StartsWith(StringArray dictionary, StringArray start)
    {
        ReadOnlySpan<int> offsets = dictionary.Offsets[..(start.Length + 1)];
        if (dictionary.NullCount == 0 && start.NullCount == 0 && offsets.SequenceEqual(start.Offsets))
        {
            return dictionary.DataBuffer.Span[offsets[0]..offsets[^1]].SequenceEqual(start.DataBuffer.Span[offsets[0]..offsets[^1]]);
        }

        for (int i = 0; i < start.Length; i++)
        {
            if (dictionary.IsNull(i) != start.IsNull(i) || !dictionary.GetUtf8(i).SequenceEqual(start.GetUtf8(i)))
            {
                return false;
            }
        }

        return true;
    }

    private static StringArray Copy(StringArray array) => new(
        ArrowBuffer.CopyOf(array.OffsetBuffer.Span),
        ArrowBuffer.CopyOf(array.DataBuffer.Span),
        ArrowBuffer.CopyOf(array.ValidityBuffer.Span),
        array.Length,
        array.NullCount,
        array.Offset);
}
