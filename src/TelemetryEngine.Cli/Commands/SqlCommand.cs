using System.Globalization;
using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Cli.Inputs;
using TelemetryEngine.Cli.Reports;

namespace TelemetryEngine.Cli.Commands;

// Runs a statement in SQL.
internal static class SqlCommand
{
    private const NumberStyles Fraction = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    public static int Run(Arguments arguments)
    {
        string statement = Statement(arguments);
        Dictionary<string, object?> parameters = Parameters(arguments);
        RunOptions options = RunFlags.Read(arguments, new InputSet([], InputKind.Csv)) with { Words = SqlHint.Of };
        if (Telemetry.SqlCopy(statement, parameters: parameters) is not { } copy)
        {
            return PlanRun.Start(Telemetry.Sql(statement, parameters: parameters), isResult: true, paths: [], options, arguments);
        }

        foreach (string flag in (string[])["--output", "--format", "--compression", "--csv-safe"])
        {
            if (arguments.Has(flag))
            {
                throw new UsageException($"'copy' says which file is written, and how; leave {flag} out");
            }
        }

        return PlanRun.Start(copy.Rows, new ResultTarget(copy.Path, copy.Options), options, arguments);
    }

    private static string Statement(Arguments arguments)
    {
        if (arguments.Value("--file") is not { } file)
        {
            ArgumentErrors.CheckOperandCount(arguments);
            return arguments.Operands switch
            {
                ["-"] => Console.In.ReadToEnd(),
                [var text] => text,
                _ => throw new UsageException($"'sql' needs {arguments.Verb.OperandHelp}"),
            };
        }

        return arguments.Operands.Count > 0
            ? throw new UsageException("the statement is in --file and on the command line; leave one of them out")
            : File.ReadAllText(file);
    }

    private static Dictionary<string, object?> Parameters(Arguments arguments)
    {
        Dictionary<string, object?> values = new(StringComparer.Ordinal);
        foreach (string text in arguments.Values("--param"))
        {
            int equals = text.IndexOf('=');
            if (equals < 1 || !values.TryAdd(text[..equals], Value(text[(equals + 1)..])))
            {
                throw new UsageException(equals < 1
                    ? $"--param: '{text}' is not NAME=VALUE, such as least=500"
                    : $"--param: '{text[..equals]}' is given twice");
            }
        }

        return values;
    }

    private static object? Value(string text) => text switch
    {
        "null" => null,
        "true" => true,
        "false" => false,
        ['\'', .. var inner, '\''] => inner,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) => whole,
        _ when decimal.TryParse(text, Fraction, CultureInfo.InvariantCulture, out decimal number) => number,
        _ => text,
    };
}
