using System.Globalization;

namespace TelemetryEngine.Cli.Reports;

/// <summary>When progress is shown.</summary>
internal enum ProgressMode
{
    /// <summary>On a terminal, once the run takes longer than half a second.</summary>
    Auto,
    Always,
    Never,
}

/// <summary>One line on standard error that is written again and again: how far the run is.</summary>
internal sealed class ProgressLine(ProgressMode mode)
{
    private const string ClearLine = "\r\e[K";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);
    private static volatile bool _isShown;

    /// <summary>Takes the line away, so that a message stands alone.</summary>
    public static void ClearShown()
    {
        if (_isShown)
        {
            _isShown = false;
            Terminal.Overwrite(ClearLine);
        }
    }

    /// <summary>What the engine is to call; null when nothing is to be shown, which costs nothing.</summary>
    public Action<RunProgress>? Callback => mode switch
    {
        ProgressMode.Always => Show,
        ProgressMode.Auto when Terminal.IsInteractive => ShowLate,
        _ => null,
    };

    /// <summary>The line's text.</summary>
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

    private static void Show(RunProgress progress)
    {
        _isShown = true;
        Terminal.Overwrite(ClearLine + Describe(progress));
    }

    private static void ShowLate(RunProgress progress)
    {
        if (progress.Elapsed > Patience)
        {
            Show(progress);
        }
    }
}
