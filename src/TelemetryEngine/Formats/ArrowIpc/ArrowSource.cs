using System.IO.Pipelines;
using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Inputs;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.ArrowIpc;

// Arrow files and streams, told apart by their first bytes. Several must have the same columns.
internal sealed class ArrowSource : Source
{
    // usual batches fit, however little is allowed
    private const long LeastBytes = 8 << 20;

    private readonly IReadOnlyList<string> _paths;
    private readonly InputFiles _files;
    private readonly IpcReadOptions _options;
    private readonly Schema _schema;
    private readonly NaiveTimes? _times;

    // Inputs that can't be opened again are kept from the look at their schema to the scan, with their place in the order.
    private readonly ArrowInput?[] _opened;

    private ArrowSource(
        InputFiles files, IReadOnlyList<string> paths, ArrowInput?[] opened, IReadOnlyList<Schema> schemas, long? lengthBytes,
        IpcReadOptions options, NaiveTimes? times)
    {
        _times = times;
        _options = options;
        _files = files;
        _paths = paths;
        _opened = opened;
        _schema = schemas[0];
        Schema = ArrowTypes.ToColumns(schemas[0], paths[0], times?.Label);
        ArrowFields = ArrowFields.Of(schemas);
        LengthBytes = lengthBytes;
        OnlyOnce = opened.Any(input => input is not null);
    }

    public override ColumnSchema Schema { get; }

    public override ArrowFields ArrowFields { get; }

    public override IReadOnlyList<string> Files => _paths;

    public override long? LengthBytes { get; }

    public override bool OnlyOnce { get; }

    // Looks at the schemas of a plan's inputs.
    // throws InputException: An input can't be read, or the columns differ.
    public static ArrowSource Open(SourceOpening opening)
    {
        LocalTimes times = new(opening.Times());
        return opening.Pipe is { } pipe
            ? Open(pipe, SourceOpening.PipeName, opening.Budget, times)
            : Open(opening.Plan.Source.Paths, opening.StandardInput, opening.Files, opening.Budget, times);
    }

    // Looks at the schemas.
    // paths: The inputs; - is standard input.
    // standardInput: What stands for standard input; null = the process's own.
    // files: The run's files, should some have been looked at already.
    // budget: What batches draw from; null = nothing bounds them.
    // times: How times without a zone are read; null = as UTC.
    // throws InputException: An input can't be read, or the columns differ.
    public static ArrowSource Open(
        IReadOnlyList<string> paths, Stream? standardInput = null, InputFiles? files = null, MemoryBudget? budget = null,
        NaiveTimes? times = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count, nameof(paths));
        ArrowInput?[] opened = new ArrowInput?[paths.Count];
        files ??= new InputFiles();
        try
        {
            return Open(files, paths, standardInput, opened, OptionsOf(budget), times);
        }
        catch (Exception error)
        {
            DisposeAll(opened);
            files.Close();
            files.Explain(error);
            throw;
        }
    }

    // Looks at the schema of a stream that comes through a pipe, which can be read once and stays the caller's.
    // throws InputException: It is no Arrow stream.
    public static ArrowSource Open(PipeReader reader, string name, MemoryBudget? budget = null, NaiveTimes? times = null)
    {
        IpcReadOptions options = OptionsOf(budget);
        ArrowInput input = ArrowInput.Open(name, reader, options);
        try
        {
            return new ArrowSource(new InputFiles(), [name], [input], [input.Schema], lengthBytes: null, options, times);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    public override Scan Open(ScanRequest request) =>
        new BatchScan(new Feed(_files, _paths, _opened, _options, _schema, request.UsedOf(Schema.Count)), Schema, request, _times);

    public override void CheckUnchanged() => _files.Check();

    public override void Dispose()
    {
        DisposeAll(_opened);
        _files.Close();
        base.Dispose();
    }

    // states have the other half
    private static IpcReadOptions OptionsOf(MemoryBudget? budget) =>
        budget is null
            ? IpcReadOptions.Default
            : new IpcReadOptions { Memory = new ReadMemory(Math.Max(budget.LimitBytes / 2, LeastBytes), budget.Lend) };

    private static ArrowSource Open(
        InputFiles files, IReadOnlyList<string> paths, Stream? standardInput, ArrowInput?[] opened, IpcReadOptions options,
        NaiveTimes? times)
    {
        List<Schema> schemas = [];
        long? lengthBytes = 0;
        for (int i = 0; i < paths.Count; i++)
        {
            Stream? once = paths[i] == "-" ? standardInput ?? ProcessInput.Open() : null;
            InputFile? file = once is null ? OpenFile(files, paths[i], out once) : null;
            ArrowInput input = file is null ? ArrowInput.Open(paths[i], once!, options) : ArrowInput.Open(file, options);
            opened[i] = input;
            schemas.Add(input.Schema);
            if (SchemaDifference.Between(schemas[0], input.Schema) is { } difference)
            {
                throw new InputException($"{paths[i]} differs from {paths[0]}: {difference}", paths[i]);
            }

            lengthBytes = file is null ? null : lengthBytes + file.LengthBytes;
            if (file is not null)
            {
                input.Dispose();
                opened[i] = null;
            }
        }

        return new ArrowSource(files, paths, opened, schemas, lengthBytes, options, times);
    }

    private static InputFile? OpenFile(InputFiles files, string path, out Stream? once)
    {
        try
        {
            return files.Open(path, out once, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string reason = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message.TrimEnd('.');
            throw new InputException($"can't read '{path}': {reason}", path, inner: e);
        }
    }

    private static void DisposeAll(ArrowInput?[] inputs)
    {
        foreach (ArrowInput? input in inputs)
        {
            input?.Dispose();
        }
    }

    private sealed class Feed(
        InputFiles files, IReadOnlyList<string> paths, ArrowInput?[] opened, IpcReadOptions options, Schema schema, int[] columns)
            : BatchFeed
    {
        private readonly List<ArrowInput> _ended = [];
        private ArrowInput? _input;
        private int _next;
        private long _bytesBefore;
        private long _bytesRead;

        public override long BytesRead => Interlocked.Read(ref _bytesRead);

        public override int PlaceOf(int column) => Array.BinarySearch(columns, column);

        public override bool IsPrompt => _input is { IsFile: true };

        public override SharedBatch? Next(CancellationToken cancellation)
        {
            while (true)
            {
                if (_input is null)
                {
                    if (_next == paths.Count)
                    {
                        return null;
                    }

                    File = _next;
                    _input = opened[_next] ?? ArrowInput.Open(files.Open(paths[_next], out _)!, options);
                    if (SchemaDifference.Between(schema, _input.Schema) is { } difference)
                    {
                        throw new InputException($"{paths[_next]} was changed while it was read: {difference}", paths[_next]);
                    }

                    _input.Select(columns);
                    _next++;
                }

                SharedBatch? batch = _input.Next(cancellation);
                long bytes = _input.BytesRead;
                Interlocked.Exchange(ref _bytesRead, _bytesBefore + bytes);
                if (batch is not null)
                {
                    return batch;
                }

                _bytesBefore += bytes;
                _ended.Add(_input);
                _input = null;
                DisposeEnded(evenUnread: false);
            }
        }

        public override void Dispose()
        {
            _input?.Dispose();
            _input = null;
            DisposeEnded(evenUnread: true);
        }

        // Other threads may still read batches that were given out.
        private void DisposeEnded(bool evenUnread)
        {
            for (int i = _ended.Count - 1; i >= 0; i--)
            {
                if (evenUnread || !_ended[i].HasUnread)
                {
                    _ended[i].Dispose();
                    _ended.RemoveAt(i);
                }
            }
        }
    }
}
