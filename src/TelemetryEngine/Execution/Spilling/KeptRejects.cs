using TelemetryEngine.Columns;
using TelemetryEngine.Quoting;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution.Spilling;

// Rejected rows of a run that are to be written: some in memory, and as soon as these are many, sorted runs of them in a temporary file,
// which are merged in the end. Workers go through the input side by side, so that a run holds about what one stretch of it had: few of them
// are open at a time.
internal sealed class KeptRejects : RejectStore
{
    private const int LeastBytes = 256 * 1024;
    private const int MostBytes = 8 << 20;

    private static readonly MessageText LeaveOut = Message.Of($"filter with {Fix.Where}, or leave {Fix.Rejects} out");

    private readonly string? _folder;
    private readonly MemoryBudget _budget;
    private readonly long _mostBytes;
    private readonly Func<Fix, string> _words;
    private readonly RejectBlock _block = new();
    private readonly List<RejectRun> _runs = [];
    private SpillFile? _file;
    private long _heldBytes;

    // folder: Where the temporary file is made; null = the system's folder for them.
    // budget: What the memory is drawn from.
    // words: How the reject file words what helps; null = as the library does.
    public KeptRejects(string? folder, MemoryBudget budget, Func<Fix, string>? words = null)
    {
        _words = words ?? (static fix => fix.ToString());
        _folder = folder;
        _budget = budget;
        _mostBytes = Math.Clamp(budget.LimitBytes / 32, LeastBytes, MostBytes);
    }

    // What the rows take in memory.
    public long HeldBytes => _block.HeldBytes;

    // What the rows take on the disk.
    public long SpilledBytes => _file?.LengthBytes ?? 0;

    public override void Add(Reject reject)
    {
        if (_block.UsedBytes >= _mostBytes)
        {
            Spill();
        }

        reject = reject with { Error = new MessageText(RowRemedy.Without(reject.Error).ToString(_words), []) };
        _budget.Reserve(ref _heldBytes, _block.HeldBytesWith(reject), "the rejected rows", LeaveOut);
        _block.Add(reject);
    }

    public override IEnumerable<Reject> InOrder()
    {
        if (_runs.Count > 0 && _block.Count > 0)
        {
            Spill();
        }

        return _runs.Count > 0 ? Merged() : Sorted();
    }

    public override void Clear()
    {
        _block.Clear();
        _runs.Clear();
        _file?.Dispose();
        _file = null;
    }

    public override void Dispose()
    {
        Clear();
        _budget.Reserve(ref _heldBytes, 0);
        base.Dispose();
    }

    private void Spill()
    {
        _block.Sort();
        _file ??= new SpillFile(_folder, what: "rejected rows");
        _runs.Add(RejectRun.Write(_file, _block));
        _block.Clear();
    }

    private IEnumerable<Reject> Sorted()
    {
        _block.Sort();
        for (int row = 0; row < _block.Count; row++)
        {
            yield return RejectBlock.Read(_block.BytesOf(row), out _);
        }
    }

    // A run waits with the place of its first row, and nothing of it is in memory before that is due.
    private IEnumerable<Reject> Merged()
    {
        PriorityQueue<(IEnumerator<Reject> Rows, bool HasRow), (int File, long Position)> next = new();
        foreach (RejectRun run in _runs)
        {
            next.Enqueue((run.Rows().GetEnumerator(), false), run.First);
        }

        while (next.TryDequeue(out (IEnumerator<Reject> Rows, bool HasRow) run, out _))
        {
            bool hasRow = run.HasRow || run.Rows.MoveNext();
            while (hasRow)
            {
                yield return run.Rows.Current;
                hasRow = run.Rows.MoveNext();
                if (hasRow && next.TryPeek(out _, out (int File, long Position) other) && other.CompareTo(PlaceOf(run.Rows)) < 0)
                {
                    next.Enqueue((run.Rows, true), PlaceOf(run.Rows));
                    break;
                }
            }
        }
    }

    private static (int File, long Position) PlaceOf(IEnumerator<Reject> rows) => (rows.Current.File, rows.Current.Position);
}
