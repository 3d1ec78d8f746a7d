using System.Runtime.ExceptionServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution.Scanning;

/// <summary>One pass over the source by all workers, each on a thread of its own with readers, expressions and states of its own.</summary>
internal sealed class ScanRun : IDisposable
{
    /// <summary>A group's values, a copy in their order, and what is made of them.</summary>
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

    /// <param name="plan">What workers keep.</param>
    /// <param name="source">What is read.</param>
    /// <param name="request">How it is read.</param>
    /// <param name="threads">How many workers there are.</param>
    /// <param name="progress">Is told how far the input is read.</param>
    /// <param name="budget">Says when states take too much.</param>
    /// <param name="spill">Takes all groups of such a state, which is not needed afterwards; called by several threads.</param>
    public ScanRun(
        BoundPlan plan, Source source, ScanRequest request, int threads, ProgressMeter progress, MemoryBudget budget, Action<PartialState> spill)
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

    /// <summary>What all workers counted.</summary>
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

    /// <summary>What the scan met that a reader of the result would want to know.</summary>
    public IReadOnlyList<MessageText> Notes => _scan.Notes;

    /// <summary>Reads everything. Nothing is held of the input then: it may be opened again. False when it has to be done again with exact borders; nothing at all is held then.</summary>
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

    /// <summary>What each worker knows, beside what is spilled.</summary>
    public IReadOnlyList<PartialState> Settle() => [.. _workers.Select(static w => w.Settle())];

    /// <summary>Spills what the workers know, where some of it was spilled before.</summary>
    /// <exception cref="RunException">The disk is full, or fails.</exception>
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
            // whoever cancelled says why
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

        /// <summary>What the worker knows, beside what is spilled.</summary>
        public PartialState Settle() => _aggregator.Settle();

        /// <summary>Takes one batch; 0 at the end.</summary>
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

        /// <summary>Gives back what is held of the input, at the end.</summary>
        public void Release() => reader.Release();

        /// <summary>Tells what states and texts take now, and spills them when that is too much.</summary>
        public void Account(MemoryBudget budget, Action<PartialState> spill, int workers)
        {
            long used = budget.Charge(ref _heldBytes, _aggregator.Bytes + reader.TextBytes + _stage.TextBytes);
            _isNear = budget.IsNear(_heldBytes, workers);
            if (budget.MustSpill(used, _heldBytes, workers, _copies))
            {
                Spill(budget, spill);
            }
        }

        /// <summary>Spills all groups and begins anew, without the texts of readers and expressions: with many keys they take as much.</summary>
        public void Spill(MemoryBudget budget, Action<PartialState> spill)
        {
            spill(_aggregator.Settle());
            _aggregator.Restart();
            reader.ForgetTexts();
            _stage.ForgetTexts();
            GiveBack(budget);
        }

        /// <summary>Says that nothing is held any more.</summary>
        public void GiveBack(MemoryBudget budget) => budget.Charge(ref _heldBytes, 0);

        public void Dispose()
        {
            _stage.Dispose();
            reader.Dispose();
        }
    }
}
