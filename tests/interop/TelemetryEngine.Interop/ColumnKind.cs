using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Interop;

/// <summary>A kind of column in the matrix.</summary>
/// <param name="Name">What it is called in the matrix and in the table of what peers can't read.</param>
/// <param name="Type">Its type.</param>
/// <param name="Value">A value that is not null, in a form that <see cref="NeutralText.Of(object?)"/> and <see cref="ArrayMaker"/> know.</param>
/// <param name="Batches">How its batches hang together.</param>
internal sealed record ColumnKind(string Name, IArrowType Type, Func<SeededValues, object> Value, BatchKind Batches = BatchKind.Apart)
{
    /// <summary>True when an Arrow file can't hold several batches of it.</summary>
    public bool StreamOnly => Batches == BatchKind.Replacing;

    /// <summary>An array for each run of values; a null is a null row.</summary>
    public IArrowArray[] Build(IReadOnlyList<object?[]> runs)
    {
        if (Batches != BatchKind.OneDictionary)
        {
            return [.. runs.Select(run => ArrayMaker.Make(Type, run))];
        }

        IArrowArray all = ArrayMaker.Make(Type, [.. runs.SelectMany(run => run)]);
        int start = 0;
        return [.. runs.Select(run => ArrowArrayFactory.Slice(all, (start += run.Length) - run.Length, run.Length))];
    }
}

/// <summary>How the batches of a column hang together.</summary>
internal enum BatchKind
{
    /// <summary>Not at all.</summary>
    Apart,

    /// <summary>They share a dictionary: the only way that every reader of files takes.</summary>
    OneDictionary,

    /// <summary>Each has its own dictionary, which replaces the one before.</summary>
    Replacing,
}
