using Microsoft.Win32.SafeHandles;
using TelemetryEngine.Formats;

namespace TelemetryEngine;

/// <summary>
/// A file that appears under its name only when it is whole: <see cref="Commit"/> brings what was written to the disk and puts it in place
/// of what was there; without Commit nothing changes. A symbolic link is followed first and its target replaced. Descriptors ("-" is
/// standard output), devices and FIFOs are written directly.
/// </summary>
public sealed class OutputFile : IDisposable
{
    // Held while outputs begin and appear, so that a process about to end can stop both.
    private static readonly Lock OpenLock = new();
    private static readonly HashSet<StagedFile> Open = [];

    private readonly OutputPlace _place;
    private readonly StagedFile? _staged;
    private readonly Stream _file;
    private bool _isDone;

    private OutputFile(OutputPlace place, StagedFile? staged)
    {
        _place = place;
        _staged = staged;
        _file = staged?.Stream ?? OpenDirect(place);
        Stream = new OutputStream(Name, _file, staged is null ? null : new EarlyWriteback(staged.Stream));
    }

    /// <summary>The name as it was given.</summary>
    public string Name => _place.Given;

    /// <summary>Where to write. It has no buffer: write in large pieces. Its errors are <see cref="OutputException"/>s.</summary>
    public Stream Stream { get; }

    // True when nothing stands between the writer and the outside: a device, a FIFO, standard output.
    internal bool IsDirect => _staged is null;

    /// <summary>Opens an output. Nothing is to be seen under its name yet.</summary>
    /// <param name="path">The file; <c>-</c> is standard output.</param>
    /// <exception cref="OutputException">No permission, no such folder, a folder has this name.</exception>
    public static OutputFile Create(string path)
    {
        OutputPlace place = OutputPlace.Find(path);
        try
        {
            return new OutputFile(place, place.IsDirect ? null : Begin(place));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            place.Dispose();
            throw OutputException.From(path, e);
        }
    }

    /// <summary>
    /// For a process about to end: takes away what is written and has not appeared, and does the rest while nothing else can begin or
    /// appear.
    /// </summary>
    /// <param name="end">What is left to do.</param>
    public static void DiscardAll(Action end)
    {
        lock (OpenLock)
        {
            foreach (StagedFile staged in Open)
            {
                staged.Discard();
            }

            Open.Clear();
            end();
        }
    }

    /// <summary>
    /// True when two outputs land in one place, whatever they are called: one would be lost. Devices, such as <c>/dev/null</c>, take any
    /// number of outputs.
    /// </summary>
    /// <param name="first">An output's name.</param>
    /// <param name="second">Another's.</param>
    /// <exception cref="OutputException">One of them can't be had.</exception>
    public static bool AreSame(string first, string second) => OutputPlace.AreSame(first, second);

    /// <summary>
    /// Refuses an output that is also an input: the result would replace the data it comes from, or be read as more of it.
    /// </summary>
    /// <param name="output">The output's name.</param>
    /// <param name="inputs">The inputs' names.</param>
    /// <param name="remedy">What helps, for the end of the message.</param>
    /// <exception cref="PlanException">They are one file, also by way of a link.</exception>
    /// <exception cref="OutputException">The output can't be had.</exception>
    public static void EnsureNotInput(string output, IEnumerable<string> inputs, string remedy = "write to another file")
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using OutputPlace place = OutputPlace.Find(output);
        if (inputs.FirstOrDefault(place.IsInput) is { } input)
        {
            throw new PlanException(
                $"{(output == "-" ? "standard output" : $"the output '{output}'")} is also {(input == "-" ? "standard input" : $"the input '{input}'")}; {remedy}");
        }
    }

    /// <summary>
    /// Makes outputs appear together, in this order: all are brought to the disk and made ready first, and when one can't appear, those
    /// before it go again.
    /// </summary>
    /// <param name="outputs">The outputs, of which none was committed yet.</param>
    /// <exception cref="OutputException">The disk is full, or the folder may not be written any more.</exception>
    /// <exception cref="OperationCanceledException">The process is about to end.</exception>
    public static void CommitAll(params ReadOnlySpan<OutputFile> outputs)
    {
        foreach (OutputFile output in outputs)
        {
            ObjectDisposedException.ThrowIf(output._isDone, output);
            output.Try(output.Sync);
        }

        lock (OpenLock)
        {
            foreach (OutputFile output in outputs)
            {
                output.Try(output.Stage);
            }

            PublishAll(outputs);
        }

        foreach (OutputFile output in outputs)
        {
            output.Try(output.Confirm);
        }
    }

    /// <summary>Brings everything to the disk and makes it appear under its name, in place of what was there.</summary>
    /// <exception cref="OutputException">The disk is full, or the folder may not be written any more.</exception>
    /// <exception cref="OperationCanceledException">The process is about to end.</exception>
    public void Commit() => CommitAll(this);

    /// <summary>Closes the output. Without a Commit before it, what was written to a file is lost, and nothing else is.</summary>
    public void Dispose()
    {
        if (_isDone)
        {
            return;
        }

        Close();
    }

    private static StagedFile Begin(OutputPlace place)
    {
        lock (OpenLock)
        {
            StagedFile staged = StagedFile.Begin(place);
            Open.Add(staged);
            return staged;
        }
    }

    private static void PublishAll(ReadOnlySpan<OutputFile> outputs)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            OutputFile output = outputs[i];
            bool isLast = i == outputs.Length - 1;
            try
            {
                output.Try(() => output._staged?.Publish(mayBeWithdrawn: !isLast));
            }
            catch (OutputException)
            {
                for (int before = i - 1; before >= 0; before--)
                {
                    outputs[before]._staged?.Withdraw();
                }

                throw;
            }
        }
    }

    private static Stream OpenDirect(OutputPlace place) => place switch
    {
        { Descriptor: { } number } =>
            OperatingSystem.IsWindows()
                ? Console.OpenStandardOutput()
                : new DescriptorStream(new SafeFileHandle(number, ownsHandle: false)),
        { Folder: { } folder } =>
            new DescriptorStream(
                LinuxCalls.Open(LinuxCalls.Number(folder), place.Name, LinuxCalls.WriteOnly | (place.IsOfProcess ? LinuxCalls.Append : 0))),
        _ => new FileStream(place.Name, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0),
    };

    private void Sync()
    {
        if (_staged is null)
        {
            _file.Flush();
        }
        else
        {
            _staged.Sync();
        }
    }

    private void Stage()
    {
        if (_staged is not null && !Open.Contains(_staged))
        {
            throw new OperationCanceledException("the run was interrupted");
        }

        _staged?.Stage();
    }

    private void Confirm()
    {
        try
        {
            _staged?.Confirm();
        }
        finally
        {
            Close();
        }
    }

    private void Close()
    {
        _isDone = true;
        if (_staged is null)
        {
            _file.Dispose();
        }
        else
        {
            lock (OpenLock)
            {
                Open.Remove(_staged);
                _staged.Dispose();
            }
        }

        _place.Dispose();
    }

    private void Try(Action step)
    {
        try
        {
            step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OutputException.From(Name, e);
        }
    }
}
