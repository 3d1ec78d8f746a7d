using System.Text;
using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Columns;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Cli.Inspection;

/// <summary>The flags that read a file as inspect has read it, ready to paste.</summary>
internal sealed class PasteFlags
{
    private PasteFlags(string text) => Text = text;

    /// <summary>The flags.</summary>
    public string Text { get; }

    /// <summary>The flags for what was found: those that were given, what was guessed, and the types.</summary>
    public static PasteFlags Of(Findings findings, Arguments arguments, char? guessedDelimiter)
    {
        StringBuilder text = new();
        if (guessedDelimiter is { } delimiter)
        {
            Append(text, "--delimiter", DelimiterGuess.Name(delimiter));
        }

        foreach ((string flag, IReadOnlyList<string> values) in arguments.Given.Where(given => given.Key is not ("--schema" or "--time" or "--time-format")))
        {
            Append(text, flag, values.Count == 0 ? null : string.Join(',', values));
        }

        string types = string.Join(',', Typed(findings).Select(column => $"{FlagHint.ListName(column.Name)}={column.Type}"));
        if (types.Length > 0)
        {
            Append(text, "--schema", types);
        }

        AppendTime(text, findings, arguments);
        return new PasteFlags(text.ToString());
    }

    /// <summary>The columns whose types can be said: not those that NEM12 has by itself, nor what readings of a wide table have of its columns' names.</summary>
    private static IEnumerable<Column> Typed(Findings findings)
    {
        string? names = findings.Plan.Source.Unpivot?.NamesTo;
        return findings.Plan.Source.Format == "nem12" ? [] : findings.Input.Columns.Where(column => column.Type.Kind != ColumnKind.Other
            && (names is null || (column.Name != names && !column.Name.EndsWith($"+{names}", StringComparison.Ordinal))));
    }

    private static void AppendTime(StringBuilder text, Findings findings, Arguments arguments)
    {
        string? column = arguments.Value("--time") ?? findings.Time?.Name;
        string? format = arguments.Value("--time-format") ?? findings.Plan.Source.Schema.FirstOrDefault(known => known.Name == column)?.Format;
        if (column is not null)
        {
            Append(text, "--time", column);
        }

        if (format is not null)
        {
            Append(text, "--time-format", format);
        }
    }

    private static void Append(StringBuilder text, string flag, string? value)
    {
        text.Append(text.Length > 0 ? " " : "").Append(value is null ? flag : FlagHint.Of(flag, value));
    }
}
