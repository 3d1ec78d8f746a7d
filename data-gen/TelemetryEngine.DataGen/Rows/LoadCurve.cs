namespace TelemetryEngine.DataGen.Rows;

// How a household's power runs through the day, in 1/1024 of its base: low at night, a rise at breakfast, a peak at about 19:00. Straight
// lines in integers between the hours, so that no mathematical library has a say in the bytes.
internal static class LoadCurve
{
    public const int MinutesPerDay = 24 * 60;

    // A device's day may run this many minutes ahead of the clock, exclusive.
    public const int MaxPhaseMinutes = 128;

    private static readonly int[] Hours =
    [
        440, 390, 360, 350, 360, 430, 640, 880, 860, 760, 720, 740, 800, 760, 710, 730, 880, 1180, 1500, 1620, 1480, 1160, 820, 580,
    ];

    // The curve by minute of the day, one day and MaxPhaseMinutes long: a phase needs no wrapping.
    public static readonly short[] ByMinute = Interpolate();

    private static short[] Interpolate()
    {
        short[] minutes = new short[MinutesPerDay + MaxPhaseMinutes];
        for (int minute = 0; minute < minutes.Length; minute++)
        {
            (int hour, int past) = Math.DivRem(minute % MinutesPerDay, 60);
            int from = Hours[hour];
            int to = Hours[(hour + 1) % Hours.Length];
            minutes[minute] = (short)(((from * (60 - past)) + (to * past)) / 60);
        }

        return minutes;
    }
}
