using TelemetryEngine.Cli.Commands;
using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli;

// The commands, in the order of help.
internal static class Verbs
{
    private const int Any = int.MaxValue;
    private const string Inputs =
        "an INPUT: a file (csv, tsv, also .gz or .br; arrow, arrows), a pattern such as 'meters-*.csv', or - for standard input";

    // The table.
    public static readonly IReadOnlyList<Verb> All =
    [
        new("aggregate", For.Aggregate, "INPUT…", Inputs, 1, Any,
            "Groups readings by time windows and keys, and aggregates each group.",
            [
                "telemetry aggregate readings.csv --every 1h --by device_id",
                "telemetry aggregate readings.csv --by device_id --agg 'avg(power_w) as mean_w, max(power_w), count() as n'",
                "telemetry aggregate readings.csv --every 30m --period 1h --agg 'max(power_w), count() as n'",
                "telemetry aggregate 'readings*.csv' --where 'power_w > 500' --every 1d -o daily.arrow",
            ],
            AggregateCommand.Run),
        new("inspect", For.Inspect, "FILE", "a FILE to look at", 1, 1,
            "Shows columns, types, times and gaps of a file, and the flags to read it with.",
            ["telemetry inspect readings.csv", "telemetry inspect readings.csv --by device_id"],
            InspectCommand.Run),
        new("convert", For.Convert, "INPUT…", Inputs, 1, Any,
            "Writes readings in another format, filtered and with computed columns if wanted.",
            [
                "telemetry convert readings.csv -o readings.arrow",
                "telemetry convert readings.csv --derive 'kw = power_w / 1000' --where 'kw > 0.5' --format ndjson",
            ],
            ConvertCommand.Run),
        new("run", For.Run, "PLAN [INPUT…]", "a PLAN: a file that --plan has printed, or - for standard input", 1, Any,
            "Runs a plan that --plan has printed, on its own inputs or on others.",
            ["telemetry run plan.json readings.csv"],
            RunCommand.Run),
        new("sql", For.Sql, "[STATEMENT]", "a STATEMENT, such as \"select * from 'readings.csv'\", - for standard input, or --file", 0, 1,
            "Runs a statement in SQL on files.",
            [
                "telemetry sql \"select device_id, avg(power_w) from 'readings.csv' group by device_id\"",
                "telemetry sql \"select time_bucket('1h', timestamp) as hour, max(power_w) from 'readings.csv' group by hour\" --format markdown",
            ],
            SqlCommand.Run),
        new("generate", For.Generate, "", "", 0, 0,
            "Makes readings to try things with: the same bytes for the same seed.",
            ["telemetry generate --rows 5 --devices 2 --step 30m -o -"],
            GenerateCommand.Run),
        new("demo", For.Demo, "", "", 0, 0,
            "Makes readings, aggregates them and shows the answer. Leaves nothing behind.",
            ["telemetry demo"],
            DemoCommand.Run),
    ];

    // The command of this name, or null.
    public static Verb? Find(string name) => All.FirstOrDefault(verb => verb.Name == name);
}
