using System.Text;
using TelemetryEngine.DataGen.Rows;
using TelemetryEngine.DataGen.Text;

namespace TelemetryEngine.DataGen;

/// <summary>
/// The exact answer to the question that generated readings are asked, as CSV: sums in integers, each result rounded once. A plain loop
/// over the row function, which shares nothing with what reads or writes rows.
/// </summary>
/// <remarks>
/// Empty fields are skipped; a group of which every field is empty has empty aggregates (its count is 0). Rows with a defect are left
/// out. With <see cref="GeneratorOptions.Energy"/> all readings are held in memory, some 32 bytes each. Numbers print as the shortest text
/// that reads back as the same double.
/// </remarks>
public static class Truth
{
    private const int RowsBetweenChecks = 65_536;

    /// <summary>
    /// Writes the aggregates of <c>power_w</c> by window and device as <c>window_start,device_id,avg_power_w</c>, sorted by window and
    /// device, with <see cref="GeneratorOptions.Energy"/> followed by those that go from reading to reading, as <c>increase_energy_wh</c>,
    /// <c>delta_energy_wh</c>, <c>num_resets_energy_wh</c> and <c>integral_power_w</c> (in Wh): a register's step counts in the window that
    /// it ends in, the area under the power is cut at the borders, and a window that only a step crosses has a row; or those of
    /// <c>temperature</c> as <c>station,min_temperature,avg_temperature,max_temperature</c>, sorted by station.
    /// </summary>
    /// <param name="options">What was made. Format and threads don't matter.</param>
    /// <param name="every">The length of the windows, which are aligned to 1970-01-01T00:00Z and half-open; null is one window for all
    /// rows, without a <c>window_start</c> column. Must be null for <see cref="Profile.OneBillionRows"/>.</param>
    /// <param name="csv">Where to; not closed.</param>
    /// <param name="columns">The aggregates of <c>power_w</c>.</param>
    /// <param name="zone">Whose days the windows are when they are a day long, and whose clock their starts are printed with; null is UTC.
    /// Longer windows are UTC's only.</param>
    /// <param name="cancellation">Asked every 65,536 rows.</param>
    /// <exception cref="ArgumentException">The options can't be made, the windows are not whole microseconds long, or longer than a day in
    /// a zone.</exception>
    /// <exception cref="OverflowException">A group has so many readings that the exact average needs more than 53 bits.</exception>
    public static void Write(
        GeneratorOptions options,
        TimeSpan? every,
        Stream csv,
        TruthColumns columns = TruthColumns.Average,
        TimeZoneInfo? zone = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(csv);
        GeneratorLimits.Check(options);
        using StreamWriter writer = new(csv, new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        if (options.Profile == Profile.OneBillionRows)
        {
            if (every is not null)
            {
                throw new ArgumentException("The profile 1brc has no times: its truth has no windows.");
            }

            WriteStations(options, writer, cancellation);
            return;
        }

        WriteMeters(options, TruthWindows.Of(options, every, zone), writer, columns, cancellation);
    }

    private static void WriteMeters(
        GeneratorOptions options, TruthWindows? windows, StreamWriter writer, TruthColumns columns, CancellationToken cancellation)
    {
        MeterRows rows = new(options);
        EnergyRegister? register = options.Energy ? new EnergyRegister(options) : null;
        TruthSeries series = new();
        Dictionary<(long Window, int Device), TruthGroup> groups = [];
        for (long position = 0; position < options.Rows; position++)
        {
            if (position % RowsBetweenChecks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (rows.TryRead(position, out MeterReading reading) && reading.Defect == Defect.None)
            {
                long window = windows?.StartOf(reading.TimeMicros) ?? 0;
                TruthGroup.Of(groups, (window, reading.Device)).Add(reading.HasPower ? reading.PowerCentiwatts : null);
                if (register is not null)
                {
                    series.Add(reading, register.TryRead(reading, out long parts) ? parts : null);
                }
            }
        }

        series.Fold(windows, groups, cancellation);

        writer.WriteLine(
            (windows is null ? "" : "window_start,")
            + "device_id,avg_power_w"
            + (columns == TruthColumns.All ? ",count_power_w,min_power_w,max_power_w" : "")
            + (options.Energy ? "," + TruthSteps.Header : ""));
        string format = windows?.FormatFor(groups.Keys.Select(key => key.Window)) ?? "";
        foreach (((long window, int device), TruthGroup group) in groups.OrderBy(group => group.Key))
        {
            string name = DeviceNames.Of(device, rows.DeviceCount);
            string keys = windows is null ? name : $"{windows.Text(window, format)},{name}";
            string more = columns == TruthColumns.All ? $",{group.Count},{group.MinText(100)},{group.MaxText(100)}" : "";
            string steps = options.Energy ? "," + group.Steps.Text(EnergyRegister.PartsPerWattHour, 100) : "";
            writer.WriteLine($"{keys},{group.AverageText(100)}{more}{steps}");
        }
    }

    private static void WriteStations(GeneratorOptions options, StreamWriter writer, CancellationToken cancellation)
    {
        StationRows rows = new(options);
        Dictionary<int, TruthGroup> groups = [];
        for (long position = 0; position < options.Rows; position++)
        {
            if (position % RowsBetweenChecks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            StationReading reading = rows.Read(position);
            if (reading.Defect == Defect.None)
            {
                TruthGroup.Of(groups, reading.Station).Add(reading.HasTemperature ? reading.TemperatureDecidegrees : null);
            }
        }

        writer.WriteLine("station,min_temperature,avg_temperature,max_temperature");
        foreach ((int station, TruthGroup group) in groups.OrderBy(group => group.Key))
        {
            writer.WriteLine($"{StationNames.All[station]},{group.MinText(10)},{group.AverageText(10)},{group.MaxText(10)}");
        }
    }
}
