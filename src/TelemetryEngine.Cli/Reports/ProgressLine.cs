using System.Globalization;

namespace TelemetryEngine.Cli.Reports;

// When progress is shown.
internal enum ProgressMode
{
    // On a terminal, once the run takes longer than half a second.
    Auto,
    Always,
    Never,
}

// One line on standard error that is written again and again: how far the run is.
internal sealed class ProgressLine : IProgress<RunProgress>
{
    private const string ClearLine = "\r\e[K";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);
    private static volatile bool _isShown;
    private readonly TimeSpan _patience;

    private ProgressLine(TimeSpan patience) => _patience = patience;

    // What a run is to tell; null when nothing is to be shown, which costs nothing.
    public static ProgressLine? For(ProgressMode mode) => mode switch
    {
        ProgressMode.Always => new ProgressLine(TimeSpan.Zero),
        ProgressMode.Auto when Terminal.IsInteractive => new ProgressLine(Patience),
        _ => null,
    };

    // Takes the line away, so that a message stands alone.
    public static void ClearShown()
    {
        if (_isShown)
        {
            _isShown = false;
            Terminal.Overwrite(ClearLine);
        }
    }

    // The line's text.
    internal static string Describe(in RunProgress progress)
    {
        double seconds = Math.Max(progress.Elapsed.TotalSeconds, 0.001);
        string rows = $"{Quantity.Count((long)(progress.RowsRead / seconds))} rows/s";
        if (progress.BytesTotal is not > 0)
        {
            return $"{Quantity.Bytes(progress.BytesRead)}  {rows}  {Quantity.Duration(progress.Elapsed)}";
        }

        double share = Math.Clamp((double)progress.BytesRead / progress.BytesTotal.Value, 0, 1);
        string percent = (share * 100).ToString("F0", CultureInfo.InvariantCulture);
        string left = share > 0 ? $"{Quantity.Duration(TimeSpan.FromSeconds(seconds / share * (1 - share)))} left" : "";
        return $"{percent,3}%  {Quantity.Bytes(progress.BytesRead)} of {Quantity.Bytes(progress.BytesTotal.Value)}  {rows}  {left}";
    }

    public void Report(RunProgress value)
    {
        if (value.Elapsed > _patience)
        {
            _isShown = true;
            Terminal.Overwrite(ClearLine + Describe(value));
        }
    }
}
