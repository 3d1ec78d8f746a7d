using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Formats.Inputs;

/// <summary>The files that a run reads, each opened once however many times it is named or looked at: for its kind, its header, a sample, and its rows.</summary>
internal sealed class InputFiles
{
    private readonly Dictionary<string, InputFile> _files = new(StringComparer.Ordinal);
    private readonly SafeFileHandle _standardInput = new(0, ownsHandle: false);
    private FileState? _standardInputState;

    /// <summary>A file by its name, as <see cref="InputFile.Open"/> opens it the first time. What can be read only once is opened each time.</summary>
    public InputFile? Open(string name, out Stream? once, FileOptions hint = FileOptions.None)
    {
        once = null;
        if (!_files.TryGetValue(name, out InputFile? file) && InputFile.Open(name, hint, out once) is { } opened)
        {
            file = opened;
            _files.Add(name, opened);
        }

        return file;
    }

    /// <summary>The files of a run. Where the process's standard input is read too and is a file, that must not change either.</summary>
    /// <param name="paths">The inputs' names.</param>
    /// <param name="standardInput">What stands for <c>-</c>; null = the process's own, which may also be one that was looked at.</param>
    public static InputFiles Of(IReadOnlyList<string> paths, Stream? standardInput)
    {
        InputFiles files = new();
        if (standardInput is null or PrefixedStream && paths.Contains("-"))
        {
            files._standardInputState = InputFile.StateOf(files._standardInput);
        }

        return files;
    }

    /// <summary>Makes sure that what was read is what is there: see <see cref="InputFile.Check"/>.</summary>
    /// <exception cref="InputException">A file is another, or not what it was.</exception>
    public void Check()
    {
        foreach (InputFile file in _files.Values)
        {
            file.Check();
        }

        if (_standardInputState is { } state)
        {
            InputFile.CheckOpen("standard input", _standardInput, state);
        }
    }

    /// <summary>What is wrong with an input, or with a plan for it, may be that a file was changed while it was looked at.</summary>
    /// <exception cref="InputException">It was.</exception>
    public void Explain(Exception error)
    {
        if (error is InputException or PlanException)
        {
            Check();
        }
    }

    /// <summary>Closes all of them, until they are read again.</summary>
    public void Close()
    {
        foreach (InputFile file in _files.Values)
        {
            file.Close();
        }
    }
}
