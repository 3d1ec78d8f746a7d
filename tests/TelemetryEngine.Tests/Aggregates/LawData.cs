using System.Globalization;

namespace TelemetryEngine.Tests.Aggregates;

/// <summary>Seeded rows with everything that is hard: ties in time, nulls, groups without a value, −0, NaN, infinities, extremes, times before 1970.</summary>
internal static class LawData
{
    private static readonly string?[] Devices = ["a", "b", "", "ü", null];

    public static List<LawRow> Rows(string type, int seed, int count, string? secondType = null)
    {
        Random random = new(seed);
        Random seconds = new(-1 - seed);
        List<LawRow> rows = [];
        for (int i = 0; i < count; i++)
        {
            long time = (random.Next(-10, 10) * 600_000_000L) - (random.Next(2) * 3_600_000_000L);
            object? value = random.Next(5) == 0 ? null : Value(type, random);
            rows.Add(new LawRow(time, Devices[random.Next(Devices.Length)], random.Next(2) == 0, value)
            {
                Second = seconds.Next(6) == 0 ? null : Value(secondType ?? type, seconds),
            });
        }

        return rows;
    }

    private static object Value(string type, Random random) => type switch
    {
        "bool" => random.Next(2) == 0,
        "int32" => random.Next(4) switch { 0 => int.MinValue, 1 => int.MaxValue, _ => random.Next(-9, 9) },
        "int64" => random.Next(-9, 9) * 1_000_000_000_000_000L,
        "float32" => (double)(float)Number(random),
        "float64" => Number(random),
        "timestamp[us]" => random.NextInt64(-5_000_000_000, 5_000_000_000),
        "utf8" => random.Next(4) switch { 0 => "", 1 => "Zürich", 2 => "z", _ => "x" + random.Next(5).ToString(CultureInfo.InvariantCulture) },
        _ => Decimal(random),
    };

    private static double Number(Random random) => random.Next(14) switch
    {
        0 => 1e300,
        1 => -1e300,
        2 => 1e-300,
        3 => -0.0,
        4 => double.NaN,
        5 => random.Next(20) == 0 ? double.PositiveInfinity : 1e16,
        6 => random.Next(20) == 0 ? double.NegativeInfinity : -1e16,
        7 => double.Epsilon,
        _ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 12)),
    };

    private static string Decimal(Random random) => random.Next(10) switch
    {
        0 => "12345678901234567890.5",
        1 => "-0.00000000000000000001",
        2 => "1e30",
        3 => random.Next(8) == 0 ? "NaN" : "-1e30",
        4 => "-0",
        _ => (random.Next(-99999, 99999) / 100m).ToString(CultureInfo.InvariantCulture),
    };
}
