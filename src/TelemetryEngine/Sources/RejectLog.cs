using System.Text.Json.Serialization;

namespace TelemetryEngine.Sources;

/// <summary>What happens to a row that can't be read.</summary>
public enum ErrorPolicy
{
    /// <summary>The run stops with the first such row in the input.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,

    /// <summary>The row is left out, counted, and written to the reject file.</summary>
    [JsonStringEnumMemberName("skip")]
    Skip,

    /// <summary>The field becomes null and is counted; a wrong number of fields or a missing time still rejects the row.</summary>
    [JsonStringEnumMemberName("null")]
    Null,
}

/// <summary>A row that was left out, and why.</summary>
/// <param name="File">The input, in argument order.</param>
/// <param name="Position">Where the record starts: a byte offset in text, a row number elsewhere.</param>
/// <param name="Column">The column's name, or empty when the record as a whole is wrong.</param>
/// <param name="Error">The reason, with the flag that helps.</param>
/// <param name="Text">The text that can't be read.</param>
/// <param name="Line">The 1-based physical line on which the record starts, header included; 0 = not known yet.</param>
internal sealed record Reject(int File, long Position, string Column, string Error, string Text, long Line = 0)
{
    /// <summary>The reason where a row has no time and there are windows.</summary>
    public const string MissingTime = "a row without a time belongs to no window; --on-error skip leaves such rows out";
}

/// <summary>Collects rejected rows from all workers. Under <see cref="ErrorPolicy.Fail"/> it keeps the first one in the input.</summary>
internal sealed class RejectLog(ErrorPolicy policy)
{
    private readonly Lock _lock = new();
    private readonly List<Reject> _rejects = [];
    private Reject? _first;

    public ErrorPolicy Policy { get; } = policy;

    /// <summary>The number of rejected rows.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
            {
                return _rejects.Count;
            }
        }
    }

    /// <summary>Under <see cref="ErrorPolicy.Fail"/>: the first bad row known so far. Input behind it need not be read.</summary>
    public Reject? First
    {
        get
        {
            lock (_lock)
            {
                return _first;
            }
        }
    }

    public void Add(in Reject reject)
    {
        lock (_lock)
        {
            if (Policy != ErrorPolicy.Fail)
            {
                _rejects.Add(reject);
            }
            else if (_first is not { } first || Compare(reject, first) < 0)
            {
                _first = reject;
            }
        }
    }

    /// <summary>True when a row at this place can no longer matter, because the run fails earlier in the input.</summary>
    public bool IsBehindFailure(int file, long position) =>
        Policy == ErrorPolicy.Fail && First is { } first && (file, position).CompareTo((first.File, first.Position)) > 0;

    /// <summary>Forgets everything, for a scan that is done again.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _rejects.Clear();
            _first = null;
        }
    }

    /// <summary>All rejects in the order of the input.</summary>
    public IReadOnlyList<Reject> InOrder()
    {
        lock (_lock)
        {
            _rejects.Sort(static (a, b) => Compare(a, b));
            return [.. _rejects];
        }
    }

    private static int Compare(in Reject a, in Reject b) => (a.File, a.Position).CompareTo((b.File, b.Position));
}
