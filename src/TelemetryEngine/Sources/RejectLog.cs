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

// A row that was left out, and why.
// File: The input, in argument order.
// Position: Where the record starts: a byte offset in text, a row number elsewhere.
// Column: The column's name, or empty when the record as a whole is wrong.
// Error: The reason, with what helps; in a reject file without the proposal to leave it out (RowRemedy).
// Text: The text that can't be read.
// Line: The 1-based physical line on which the record starts, header included; 0 = not known yet.
internal sealed record Reject(int File, long Position, string Column, MessageText Error, string Text, long Line = 0) : IComparable<Reject>
{
    // The reason where a row has no time and there are windows.
    public static readonly MessageText MissingTime = Quoting.Message.Of($"a row without a time belongs to no window{RowRemedy.Skip}");

    // The order of the input.
    public int CompareTo(Reject? other) => other is null ? 1 : (File, Position).CompareTo((other.File, other.Position));
}

// Where rejected rows are until they are written. Asked by one thread at a time.
internal abstract class RejectStore : IDisposable
{
    // Takes a row, in any order.
    // throws RunException: It does not fit the memory, and the disk is full or fails.
    public abstract void Add(Reject reject);

    // All rows in the order of the input. Nothing is added or forgotten meanwhile.
    // throws RunException: The disk fails.
    public abstract IEnumerable<Reject> InOrder();

    // Forgets all rows.
    public abstract void Clear();

    public virtual void Dispose() => GC.SuppressFinalize(this);
}

// Told of rejected rows by all workers. Under ErrorPolicy.Fail it keeps the first one in the input; else it counts them, and hands them on
// where they are to be written.
// policy: What happens to a row that can't be read.
// store: Where rows go that are left out; null = they are not asked for, and only counted.
internal sealed class RejectLog(ErrorPolicy policy, RejectStore? store = null)
{
    private readonly Lock _lock = new();
    private RejectLog? _whole;
    private int _parts = 1;
    private long _count;
    private Reject? _first;

    public ErrorPolicy Policy { get; } = policy;

    // The same log for a source whose rows each become several: a row's position is that of its first part.
    // parts: How many parts a row has.
    public RejectLog OfRows(int parts) => new(Policy, store) { _whole = this, _parts = parts };

    // False when rows are only counted, so that what they say does not matter.
    public bool AsksForRows => Policy == ErrorPolicy.Fail || store is not null;

    // The number of rows that were left out.
    public long Count => Interlocked.Read(ref _count);

    // Under ErrorPolicy.Fail: the first bad row known so far. Input behind it need not be read.
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

    // Counts a row that is not asked for.
    public void AddUnseen()
    {
        if (_whole is not null)
        {
            _whole.AddUnseen();
            return;
        }

        Interlocked.Increment(ref _count);
    }

    public void Add(Reject reject)
    {
        if (_whole is not null)
        {
            _whole.Add(reject with { Position = reject.Position * _parts });
            return;
        }

        if (Policy != ErrorPolicy.Fail)
        {
            Interlocked.Increment(ref _count);
            if (store is null)
            {
                return;
            }
        }

        lock (_lock)
        {
            if (Policy != ErrorPolicy.Fail)
            {
                store!.Add(reject);
            }
            else if (_first is null || reject.CompareTo(_first) < 0)
            {
                _first = reject;
            }
        }
    }

    // True when a row at this place can no longer matter, because the run fails earlier in the input.
    public bool IsBehindFailure(int file, long position)
    {
        if (_whole is not null)
        {
            return _whole.IsBehindFailure(file, position * _parts);
        }

        return Policy == ErrorPolicy.Fail && First is { } first && (file, position).CompareTo((first.File, first.Position)) > 0;
    }

    // Forgets everything, for a scan that is done again.
    public void Clear()
    {
        lock (_lock)
        {
            store?.Clear();
            _count = 0;
            _first = null;
        }
    }
}
