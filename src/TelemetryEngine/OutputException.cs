using System.Runtime.InteropServices;
using TelemetryEngine.Formats;
using TelemetryEngine.Quoting;

namespace TelemetryEngine;

/// <summary>Output that can't be written. The message names the file, the reason, and what helps.</summary>
public sealed class OutputException : Exception
{
    private const string ClosedPipe = "the reader closed the pipe";
    private const int BrokenPipeErrno = 32;
    private const int NoSpaceErrno = 28;
    private const int ReadOnlyErrno = 30;
    private const int TooLargeErrno = 27;
    private const int NoDeviceErrno = 6;

    private OutputException(Message message, string file, bool isBrokenPipe, Exception? inner)
        : this(message.ToText(), file, isBrokenPipe, inner)
    {
    }

    private OutputException(MessageText text, string file, bool isBrokenPipe, Exception? inner)
        : base(text.ToString(), inner)
    {
        Text = text;
        File = file;
        IsBrokenPipe = isBrokenPipe;
    }

    /// <summary>The message, with the options that help as <see cref="MessageText.Fixes"/>.</summary>
    public MessageText Text { get; }

    /// <summary>The output's name; "-" for standard output, "to the pipe" for a pipe within the program.</summary>
    public string File { get; }

    /// <summary>True when the reader of the output has gone away, as <c>| head</c> does: a reason to stop, not to complain.</summary>
    public bool IsBrokenPipe { get; }

    internal static OutputException Because(string file, Message reason) =>
        new($"can't write {Called(file)}: {reason.ToText()}", file, isBrokenPipe: false, inner: null);

    internal static OutputException Because(string file, string reason, Exception? inner = null) =>
        new($"can't write {Called(file)}: {reason}", file, isBrokenPipe: false, inner);

    // What reads a pipe within the program has gone.
    internal static OutputException ReaderGone(string file) =>
        new($"can't write {Called(file)}: {ClosedPipe}", file, isBrokenPipe: true, null);

    internal static OutputException From(string file, Exception error)
    {
        bool isBrokenPipe = IsBroken(error);
        string reason = isBrokenPipe ? ClosedPipe : Reason(file, error);
        return new OutputException($"can't write {Called(file)}: {reason}", file, isBrokenPipe, error);
    }

    private static string Called(string file) => file switch
    {
        "-" => "to standard output",
        PipeOutput.Name => file,
        _ => $"'{file}'",
    };

    private static bool IsBroken(Exception error) => error is IOException && (OperatingSystem.IsWindows()
        ? (error.HResult & 0xFFFF) is 109 or 232
        : error.HResult == BrokenPipeErrno);

    internal static string Reason(string file, Exception error) => error switch
    {
        UnauthorizedAccessException => "no permission; change the permissions or write to another folder",
        DirectoryNotFoundException => $"the folder '{Path.GetDirectoryName(file)}' does not exist; make it first",
        PathTooLongException => "the name is too long; choose a shorter one",
        IOException when IsNoSpace(error.HResult) => "no space left on the device; free some or write to another disk",
        IOException when !OperatingSystem.IsWindows() && error.HResult == ReadOnlyErrno =>
            "the file system is read-only; write to another one",
        _ when IsTooLarge(error) => "the file would be larger than the system allows; raise the limit or write to another disk",
        IOException when !OperatingSystem.IsWindows() && error.HResult == NoDeviceErrno => "there is no such device; write to a file",
        _ => $"{error.Message.TrimEnd('.')}; write to another place",
    };

    // True for a write behind the largest file that the system or the user's limit allows; the framework calls it a wrong argument.
    internal static bool IsTooLarge(Exception error) =>
        error is ArgumentOutOfRangeException || (error is IOException && !OperatingSystem.IsWindows() && error.HResult == TooLargeErrno);

    private static bool IsNoSpace(int hresult)
    {
        if (OperatingSystem.IsWindows())
        {
            return (hresult & 0xFFFF) is 39 or 112;
        }

        int quotaErrno = RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? 122 : 69;
        return hresult == NoSpaceErrno || hresult == quotaErrno;
    }
}
