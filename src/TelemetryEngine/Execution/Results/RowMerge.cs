using System.Runtime.ExceptionServices;
using TelemetryEngine.Execution.Scanning;

namespace TelemetryEngine.Execution.Results;

// What several readers read, each on a thread of its own, in the order of the input. A reader that is ahead waits for the taker, unless
// the taker waits for another: that one may need what the first has not read yet.
internal sealed class RowMerge : IDisposable
{
    // What a reader has ready at most while the taker does not wait for another.
    private const int MostReady = 4;

    private readonly Lane[] _lanes;
    private readonly List<Thread> _threads = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly object _gate = new();
    private bool _isWaitedFor;
    private bool _isStarted;

    public RowMerge(IReadOnlyList<RowReader> readers) => _lanes = [.. readers.Select(static reader => new Lane(reader))];

    // The next rows, or null at the end.
    // throws InputException: The input can't be read.
    public RowPiece? Next(CancellationToken cancellation)
    {
        Start();
        if (_threads.Count == 0)
        {
            return _lanes[0].Reader.Next(cancellation);
        }

        using CancellationTokenRegistration registration = cancellation.UnsafeRegister(static merge => ((RowMerge)merge!).Wake(), this);
        lock (_gate)
        {
            while (!cancellation.IsCancellationRequested && Array.Exists(_lanes, static lane => lane.Ready.Count == 0 && !lane.IsAtEnd))
            {
                _isWaitedFor = true;
                Monitor.PulseAll(_gate);
                Monitor.Wait(_gate);
            }

            cancellation.ThrowIfCancellationRequested();
            _isWaitedFor = false;
            Lane? first = null;
            foreach (Lane lane in _lanes)
            {
                first = lane.HasNext && (first is null || lane.Next.CompareTo(first.Next) < 0) ? lane : first;
            }

            Monitor.PulseAll(_gate);
            if (first?.Ready.Count == 0)
            {
                first.Failure!.Throw();
            }

            return first?.Ready.Dequeue();
        }
    }

    // Ends the readers' threads.
    public void Dispose()
    {
        _stop.Cancel();
        Wake();
        _threads.ForEach(static thread => thread.Join());
        _threads.Clear();
    }

    private void Start()
    {
        if (_isStarted)
        {
            return;
        }

        _isStarted = true;
        foreach (Lane lane in _lanes)
        {
            Thread thread = new(() => Read(lane)) { IsBackground = true };
            if (Crew.TryStart(thread))
            {
                _threads.Add(thread);
            }
            else
            {
                // what others read is all there is
                lane.IsAtEnd = true;
            }
        }
    }

    private void Read(Lane lane)
    {
        try
        {
            while (lane.Reader.Next(_stop.Token) is { } piece)
            {
                lock (_gate)
                {
                    lane.Ready.Enqueue(piece);
                    Monitor.PulseAll(_gate);
                    while (lane.Ready.Count >= MostReady && !_isWaitedFor && !_stop.IsCancellationRequested)
                    {
                        Monitor.Wait(_gate);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // what would come is not taken
        }
        catch (Exception e)
        {
            lane.Failure = ExceptionDispatchInfo.Capture(e);
            lane.FailurePlace = lane.Reader.Origin;
        }
        finally
        {
            lane.Reader.Release();
            lock (_gate)
            {
                lane.IsAtEnd = true;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    // What one reader has read.
    private sealed class Lane(RowReader reader)
    {
        public RowReader Reader => reader;

        public Queue<RowPiece> Ready { get; } = new();

        public bool IsAtEnd { get; set; }

        public ExceptionDispatchInfo? Failure { get; set; }

        public (int File, long Position) FailurePlace { get; set; }

        public bool HasNext => Ready.Count > 0 || Failure is not null;

        // Where its next rows stand, or those that can't be read.
        public (int File, long Position) Next => Ready.Count > 0 ? Ready.Peek().Place : FailurePlace;
    }
}
