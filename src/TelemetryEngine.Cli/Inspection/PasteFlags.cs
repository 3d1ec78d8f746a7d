using System.Globalization;
using System.Text;
using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Columns;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Cli.Inspection;

/// <summary>The flags that read a file as inspect has read it, ready to paste.</summary>
internal sealed class PasteFlags
{
    private PasteFlags(string text, string? guessedTime) => (Text, GuessedTime) = (text, guessedTime);

    /// <summary>The flags.</summary>
    public string Text { get; }

    /// <summary>The columns that look like the time though the engine did not take them for it; null when there is no need to guess.</summary>
    public string? GuessedTime { get; }

    /// <summary>The flags for what was found: what the engine found of the text, those that were given, and the types.</summary>
    public static PasteFlags Of(Findings findings, Arguments arguments)
    {
        StringBuilder text = new();
        AppendShape(text, findings.Plan.Source.Text, arguments);

        foreach ((string flag, IReadOnlyList<string> values) in arguments.Given.Where(given => given.Key is not ("--schema" or "--time" or "--time-format")))
        {
            Append(text, flag, values.Count == 0 ? null : string.Join(',', values));
        }

        string types = string.Join(',', Typed(findings).Select(column => $"{FlagHint.ListName(column.Name)}={column.Type}"));
        if (types.Length > 0)
        {
            Append(text, "--schema", types);
        }

        string? guessed = AppendTime(text, findings, arguments);
        return new PasteFlags(text.ToString(), guessed);
    }

    /// <summary>The columns whose types can be said: not those that NEM12 has by itself, nor what readings of a wide table have of its columns' names.</summary>
    private static IEnumerable<Column> Typed(Findings findings)
    {
        string? names = findings.Plan.Source.Unpivot?.NamesTo;
        return findings.Plan.Source.Format == "nem12" ? [] : findings.Input.Columns.Where(column => column.Type.Kind != ColumnKind.Other
            && (names is null || (column.Name != names && !column.Name.EndsWith($"+{names}", StringComparison.Ordinal))));
    }

    private static void AppendShape(StringBuilder text, TextPlan plan, Arguments arguments)
    {
        if (plan.Delimiter is { } delimiter && !arguments.Has("--delimiter"))
        {
            Append(text, "--delimiter", delimiter == "\t" ? "tab" : delimiter);
        }

        if (plan.Comment is { } comment && !arguments.Has("--comment"))
        {
            Append(text, "--comment", comment);
        }

        if (plan.SkipLines is { } lines && !arguments.Has("--skip-lines") && !arguments.Has("--header-line"))
        {
            Append(text, plan.Header ? "--header-line" : "--skip-lines", (plan.Header ? lines + 1 : lines).ToString(CultureInfo.InvariantCulture));
        }

        if (plan.SkipAfterHeader is { } records && !arguments.Has("--skip-after-header"))
        {
            Append(text, "--skip-after-header", records.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static string? AppendTime(StringBuilder text, Findings findings, Arguments arguments)
    {
        string? column = arguments.Value("--time") ?? findings.Time?.Name;
        string? format = arguments.Value("--time-format");
        string? guessed = null;
        if (column is null && format is null && TimeGuess.Of(findings.Texts) is { } guess)
        {
            (column, format) = guess;
            guessed = column;
        }

        if (column is not null)
        {
            Append(text, "--time", column);
        }

        if (format is not null)
        {
            Append(text, "--time-format", format);
        }

        return guessed;
    }

    private static void Append(StringBuilder text, string flag, string? value)
    {
        text.Append(text.Length > 0 ? " " : "").Append(value is null ? flag : FlagHint.Of(flag, value));
    }
}
