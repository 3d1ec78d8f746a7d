namespace TelemetryEngine.Kernels.Text;

// Months of the proleptic Gregorian calendar by arithmetic, for any day that an int64 of seconds reaches: some 290 thousand million years
// either way.
internal static class CivilMonths
{
    private const int MonthsPerEra = 400 * 12;
    private const int DaysPerEra = 146_097;
    private const int EpochYear = 1970;

    // Months from March of the year 0, when an era begins, to January 1970.
    private const int EpochMonth = (EpochYear * 12) - 2;

    // Days from 0000-03-01 to 1970-01-01.
    private const int EpochDay = 719_468;

    // The month of a day, both counted from January 1970.
    public static long MonthOf(long day)
    {
        (long year, int month, _) = CivilTime.CivilFromDays(day);
        return ((year - EpochYear) * 12) + month - 1;
    }

    // The first day of a month, both counted from January 1970.
    public static long FirstDayOf(long month)
    {
        month += EpochMonth;
        long era = (month >= 0 ? month : month - (MonthsPerEra - 1)) / MonthsPerEra;
        int monthOfEra = (int)(month - (era * MonthsPerEra));
        int year = monthOfEra / 12;
        int daysOfYear = ((979 * (monthOfEra % 12)) + 15) / 32;
        return (era * DaysPerEra) + (year * 365) + (year / 4) - (year / 100) + daysOfYear - EpochDay;
    }
}
