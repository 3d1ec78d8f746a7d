using System.Text;
using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli;

// The help pages, written from the tables of commands and flags.
internal static class HelpText
{
    private const int Width = 100;
    private const int Indent = 28;

    // The page of the program itself.
    public static string Overview()
    {
        StringBuilder text = new();
        text.Append("telemetry: raw readings in, windowed aggregates out\n\nUsage: telemetry COMMAND …\n\nCommands\n");
        foreach (Verb verb in Verbs.All)
        {
            Row(text, verb.Name, verb.Summary);
        }

        text.Append("\nFlags\n");
        Row(text, "--help", "Prints this page; 'telemetry COMMAND --help' prints a command's.");
        Row(text, "--version", "Prints the version.");
        text.Append("\nTry\n  telemetry demo\n  telemetry inspect readings.csv\n  telemetry aggregate readings.csv --every 1h\n");
        return text.ToString();
    }

    // The page of a command.
    public static string Page(Verb verb)
    {
        StringBuilder text = new();
        text.Append(verb.Summary).Append("\n\nUsage: telemetry ").Append(verb.Name);
        text.Append(verb.Operands.Length > 0 ? $" {verb.Operands}" : "").Append(" [flags]\n");
        if (verb.OperandHelp.Length > 0)
        {
            text.Append('\n');
            Wrap(text, Sentence(verb.OperandHelp), 0);
        }

        foreach (FlagGroup group in Options.Groups)
        {
            List<Flag> flags = [.. group.Flags.Where(flag => (flag.For & verb.For) != 0)];
            if (flags.Count > 0)
            {
                text.Append('\n').Append(group.Title).Append('\n');
                flags.ForEach(flag => Row(text, flag.Label, flag.Help));
            }
        }

        if (verb.For == For.Aggregate)
        {
            text.Append("\nWindows\n");
            foreach (CatalogEntry window in Catalog.Windows)
            {
                Row(text, window.Usage.ToString(FlagHint.Of), Sentence(window.Description));
            }

            text.Append("\nAggregates\n");
            foreach (CatalogEntry aggregate in Catalog.Aggregates)
            {
                Row(text, $"{aggregate.Usage}", Sentence(aggregate.Description));
            }

            text.Append("\nFills\n");
            foreach (CatalogEntry fill in Catalog.Fills)
            {
                Row(text, fill.Name, Sentence(fill.Description));
            }
        }

        if ((verb.For & (For.Aggregate | For.Convert)) != 0)
        {
            text.Append("\nExpressions, for --where, --derive and within aggregates\n");
            foreach (CatalogEntry function in Catalog.Functions)
            {
                Row(text, $"{function.Usage}", Sentence(function.Description));
            }
        }

        text.Append(verb.Examples.Count == 1 ? "\nExample\n" : "\nExamples\n");
        foreach (string example in verb.Examples)
        {
            text.Append("  ").Append(example).Append('\n');
        }

        text.Append("\nExit codes: 0 done · 1 bad input or failed run · 2 usage · 3 done with rejects · 130 interrupted\n");
        return text.ToString();
    }

    // Words that begin with a capital and end with a full stop.
    internal static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..] + ".";

    private static void Row(StringBuilder text, string label, string help)
    {
        text.Append("  ").Append(label);
        if (label.Length + 4 > Indent)
        {
            text.Append('\n').Append(' ', Indent);
        }
        else
        {
            text.Append(' ', Indent - label.Length - 2);
        }

        Wrap(text, help, Indent);
    }

    private static void Wrap(StringBuilder text, string words, int indent)
    {
        int column = indent;
        foreach (string word in words.Split(' '))
        {
            if (column > indent && column + 1 + word.Length > Width)
            {
                text.Append('\n').Append(' ', indent);
                column = indent;
            }

            text.Append(column > indent ? " " : "").Append(word);
            column += word.Length + (column > indent ? 1 : 0);
        }

        text.Append('\n');
    }
}
