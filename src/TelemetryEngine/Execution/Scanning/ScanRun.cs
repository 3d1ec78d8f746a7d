using System.Runtime.ExceptionServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution.Scanning;

// One pass over the source by all workers, each on a thread of its own with readers, expressions and states of its own.
internal sealed class ScanRun : IDisposable
{
    // A group's values, a copy in their order, and what is made of them.
    private const int CopiesOfValues = 4;

    private readonly Scan _scan;
    private readonly Worker[] _workers;
    private readonly Action<PartialState> _spill;
    private readonly ProgressMeter _progress;
    private readonly MemoryBudget _budget;
    private readonly double _perByte;
    private readonly Lock _lock = new();
    private ExceptionDispatchInfo? _failure;
    private long _rowsRead;

    // threads: How many workers there are.
    // progress: Is told how far the input is read.
    // budget: Says when states take too much.
    // spill: Takes all groups of such a state, which is not needed afterwards; called by several threads.
    public ScanRun(
        BoundPlan plan, Source source, ScanRequest request, int threads, ProgressMeter progress, MemoryBudget budget,
        Action<PartialState> spill)
    {
        _progress = progress;
        _budget = budget;
        _spill = spill;
        _perByte = source.LengthBytes is > 0 and long length ? 1.0 / length : 0;
        _scan = source.Open(request);
        _workers = new Worker[threads];
        for (int i = 0; i < threads; i++)
        {
            _workers[i] = new Worker(plan, _scan.CreateReader(), request.Log);
        }
    }

    // What all workers counted.
    public RunTotals Totals
    {
        get
        {
            RunTotals sum = new(0, 0, 0, 0, 0, _scan.BytesRead);
            foreach (Worker worker in _workers)
            {
                sum += worker.Totals;
            }

            return sum;
        }
    }

    // What the scan met that a reader of the result would want to know.
    public IReadOnlyList<MessageText> Notes => _scan.Notes;

    // Reads everything. Nothing is held of the input then: it may be opened again. False when it has to be done again with exact borders;
    // nothing at all is held then.
    public bool ToEnd(CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Crew.Run(_workers.Length, worker => Work(_workers[worker], stop));
        cancellation.ThrowIfCancellationRequested();
        _failure?.Throw();
        _scan.Dispose();
        if (!_scan.MustRedo)
        {
            return true;
        }

        foreach (Worker worker in _workers)
        {
            worker.GiveBack(_budget);
        }

        return false;
    }

    // What each worker knows, beside what is spilled.
    public IReadOnlyList<PartialState> Flush() => [.. _workers.Select(static w => w.Flush())];

    // Spills what the workers know, where some of it was spilled before.
    // throws RunException: The disk is full, or fails.
    public void SpillRest() => Crew.Each(_workers.Length, _workers.Length, worker => _workers[worker].Spill(_budget, _spill));

    public void Dispose()
    {
        foreach (Worker worker in _workers)
        {
            worker.Dispose();
        }

        _scan.Dispose();
    }

    private void Work(Worker worker, CancellationTokenSource stop)
    {
        bool reports = ReferenceEquals(worker, _workers[0]);
        try
        {
            while (worker.Step(_scan.ShareRead ?? (_scan.BytesRead * _perByte), stop.Token) is > 0 and int rows)
            {
                worker.Account(_budget, _spill, _workers.Length);
                long read = Interlocked.Add(ref _rowsRead, rows);
                if (reports && _progress.IsDue)
                {
                    _progress.Report(_scan.BytesRead, read);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // the caller that cancelled says why
        }
        catch (Exception e)
        {
            lock (_lock)
            {
                _failure ??= ExceptionDispatchInfo.Capture(e);
            }

            stop.Cancel();
        }
        finally
        {
            worker.Release();
        }
    }

    private sealed class Worker(BoundPlan plan, BatchReader reader, RejectLog log) : IDisposable
    {
        private readonly RowStage _stage = new(plan, log);
        private readonly Aggregator _aggregator = new(plan);
        private readonly int _copies = plan.HoldsValues ? CopiesOfValues : 2;
        private long _heldBytes;
        private bool _isNear;

        public RunTotals Totals => _stage.Totals(reader);

        // What the worker knows, beside what is spilled.
        public PartialState Flush() => _aggregator.Flush();

        // Takes one batch; 0 at the end.
        public int Step(double share, CancellationToken cancellation)
        {
            Batch? batch;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                batch = reader.Read(cancellation);
            }
            while (batch is { Rows: 0 });
            if (batch is null || log.IsBehindFailure(batch.File, batch.PositionBase))
            {
                return 0;
            }

            _stage.Run(batch);
            _aggregator.Add(batch, _stage, _isNear ? 0 : share);
            return batch.Rows;
        }

        // Gives back what is held of the input, at the end.
        public void Release() => reader.Release();

        // Tells what states and texts take now, and spills them when that is too much.
        public void Account(MemoryBudget budget, Action<PartialState> spill, int workers)
        {
            long used = budget.Charge(ref _heldBytes, _aggregator.Bytes + reader.TextBytes + _stage.TextBytes);
            _isNear = budget.IsNear(_heldBytes, workers);
            if (budget.MustSpill(used, _heldBytes, workers, _copies))
            {
                Spill(budget, spill);
            }
        }

        // Spills all groups and begins anew, without the texts of readers and expressions: with many keys they take as much.
        public void Spill(MemoryBudget budget, Action<PartialState> spill)
        {
            spill(_aggregator.Flush());
            _aggregator.Restart();
            reader.ForgetTexts();
            _stage.ForgetTexts();
            GiveBack(budget);
        }

        // Says that nothing is held any more.
        public void GiveBack(MemoryBudget budget) => budget.Charge(ref _heldBytes, 0);

        public void Dispose()
        {
            _stage.Dispose();
            reader.Dispose();
        }
    }
}
