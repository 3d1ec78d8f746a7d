using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Formats.Inputs;

// The files that a run reads, each opened once however many times it is named or looked at: for its kind, its header, a sample, and its
// rows.
internal sealed class InputFiles
{
    private readonly Dictionary<string, InputFile> _files = new(StringComparer.Ordinal);
    private readonly SafeFileHandle _standardInput = new(0, ownsHandle: false);
    private FileState? _standardInputState;

    // A file by its name, as InputFile.Open opens it the first time. What can be read only once is opened each time.
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

    // The files of a run. Where the process's standard input is read too and is a file, that must not change either.
    // standardInput: What stands for -; null = the process's own, which may also be one that was looked at.
    public static InputFiles Of(IReadOnlyList<string> paths, Stream? standardInput)
    {
        InputFiles files = new();
        if (standardInput is null or PrefixedStream && paths.Contains("-"))
        {
            files._standardInputState = InputFile.StateOf(files._standardInput);
        }

        return files;
    }

    // Makes sure that what was read is what is there: see InputFile.Check.
    // throws InputException: A file is another, or not what it was.
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

    // What is wrong with an input, or with a plan for it, may be that a file was changed while it was looked at.
    // throws InputException: It was.
    public void Explain(Exception error)
    {
        if (error is InputException or PlanException)
        {
            Check();
        }
    }

    // Closes all of them, until they are read again.
    public void Close()
    {
        foreach (InputFile file in _files.Values)
        {
            file.Close();
        }
    }
}
