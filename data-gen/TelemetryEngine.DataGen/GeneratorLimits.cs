using System.Globalization;
using TelemetryEngine.DataGen.Rows;

namespace TelemetryEngine.DataGen;

// The limits of GeneratorOptions and what is said when one is passed.
internal static class GeneratorLimits
{
    private const int MaxThreads = 1024;
    private const long MaxRows = 1L << 60;

    public static void Check(GeneratorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require(Enum.IsDefined(options.Profile), $"The profile {options.Profile} is unknown.");
        Require(Enum.IsDefined(options.Format), $"The format {options.Format} is unknown.");
        Require(options.Order is not { } order || Enum.IsDefined(order), $"The order {options.Order} is unknown.");
        Require(options.Rows is >= 0 and <= MaxRows, $"The number of rows must be from 0 to {MaxRows}, not {options.Rows}.");
        Require(
            options.Threads is >= 0 and <= MaxThreads,
            $"The number of threads must be from 0 (all cores) to {MaxThreads}, not {options.Threads}.");
        CheckFraction("nulls", options.Nulls, 1);
        CheckFraction("disorder", options.Disorder, 1);
        CheckFraction("duplicates", options.Duplicates, GeneratorOptions.MaxDuplicates);
        CheckFraction("gaps", options.Gaps, 1);
        CheckFraction("dirty rows", options.Dirty, 1);
        Require(
            options.Dirty == 0 || options.Format != OutputFormat.Arrow,
            $"Dirty rows need a text format: an Arrow file has no place for a number that is none.");
        if (options.Profile == Profile.Meters)
        {
            CheckDevices(options.Devices, GeneratorOptions.MaxDevices);
            CheckTimes(options);
            CheckResets(options);
            return;
        }

        CheckDevices(options.Devices, StationNames.All.Length);
        Require(options.Disorder == 0, $"Disorder needs times, and the profile 1brc has none.");
        Require(options.Gaps == 0, $"Gaps need times, and the profile 1brc has none.");
        Require(!options.Energy && options.Resets is null, $"Energy needs meters, and the profile 1brc has none.");
    }

    private static void CheckDevices(int? devices, int most) =>
        Require(devices is null || (devices >= 1 && devices <= most), $"The number of devices must be from 1 to {most}, not {devices}.");

    private static void CheckFraction(string name, double value, double most) =>
        Require(value >= 0 && value <= most, $"The fraction of {name} must be from 0 to {most}, not {value}.");

    private static void CheckResets(GeneratorOptions options)
    {
        if (options.Resets is not { } period)
        {
            return;
        }

        Require(options.Energy, $"Resets need a register: ask for energy too.");
        Require(
            period > TimeSpan.Zero && period.Ticks % TimeSpan.TicksPerMicrosecond == 0,
            $"The period of resets must be longer than 0 and whole microseconds long, not {period}.");
    }

    private static void CheckTimes(GeneratorOptions options)
    {
        Require(options.Step > TimeSpan.Zero, $"The step must be longer than 0, not {options.Step}.");
        Require(
            options.Step.Ticks % TimeSpan.TicksPerMicrosecond == 0,
            $"The step must be whole microseconds, not {options.Step}.");
        Require(
            options.Start.UtcTicks % TimeSpan.TicksPerMicrosecond == 0,
            $"The start must be a whole number of microseconds.");
        int devices = options.Devices ?? MeterRows.DefaultDevices;
        Int128 first = options.Start.UtcTicks;
        Int128 last = first + ((Int128)(Math.Max(options.Rows, 1) - 1) / devices * options.Step.Ticks);
        Int128 earliest = options.Disorder > 0 ? first - ((Int128)GeneratorOptions.MaxDisorderSteps * options.Step.Ticks) : first;
        Require(last <= DateTime.MaxValue.Ticks,
            $"The last row would lie after the year 9999: use fewer rows, more devices or a shorter step.");
        Require(earliest >= 0, $"Disorder would move rows before the year 1: use a later start or a shorter step.");
    }

    // Only a FormattableString: a string overload would win and format numbers in the current culture.
    private static void Require(bool holds, FormattableString message)
    {
        if (!holds)
        {
            throw new ArgumentException(message.ToString(CultureInfo.InvariantCulture));
        }
    }
}
