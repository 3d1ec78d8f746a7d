namespace TelemetryEngine.Cli.Tests;

/// <summary>The same bytes with every switch that must not change them, in processes of their own because the switches are read once.</summary>
public sealed class HostileEnvironmentTests
{
    private static readonly (string Name, string Value)[] Switches =
    [
        ("TELEMETRY_HASH", "collide"),
        ("TELEMETRY_GROUPS", "hash"),
        ("TELEMETRY_SCANNER", "scalar"),
        ("TELEMETRY_SCANNER", "vector128"),
        ("TELEMETRY_LARGE_PAGES", "off"),
        ("DOTNET_EnableAVX2", "0"),
        ("DOTNET_EnableHWIntrinsic", "0"),
        ("DOTNET_TieredCompilation", "0"),
    ];

    [Fact]
    public void Hashes_grids_scanners_and_vector_widths_do_not_change_a_byte()
    {
        using TemporaryFolder folder = new();
        TelemetryProcess.Run(folder, "generate --rows 40000 --devices 23 --order random --step 90s --nulls 0.1 --duplicates 0.05 --disorder 0.1 -o readings.csv --truth truth.csv").Expect(0);
        const string Command = "aggregate readings.csv --by device_id,voltage_v --every 1h --derive heavy=power_w>2000 "
            + "--agg avg(power_w),sum(power_w),count(),min(power_w),last(power_w),max(device_id) --format csv --quiet";
        string expected = TelemetryProcess.Run(folder, Command).Expect(0).Output;
        Assert.True(expected.Length > 100_000, "the result is large enough to go wrong");
        foreach ((string Name, string Value) setting in Switches)
        {
            foreach (int threads in new[] { 1, 7 })
            {
                Assert.Equal(expected, TelemetryProcess.Run(folder, $"{Command} --threads {threads}", null, setting).Expect(0).Output);
            }
        }

        Assert.Equal(
            folder.Text("truth.csv"),
            TelemetryProcess.Run(folder, "aggregate readings.csv --by device_id --every 1h --agg avg(power_w) --format csv --quiet", null, Switches[0]).Expect(0).Output);
    }
}
