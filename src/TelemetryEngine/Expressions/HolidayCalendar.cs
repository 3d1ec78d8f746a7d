using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Expressions;

// The holidays of one region, as local dates in days since 1970-01-01. It knows the years that have any: of another year it is not known
// which days are holidays.
internal sealed class HolidayCalendar
{
    private readonly HashSet<long> _days;
    private readonly HashSet<long> _years;

    // name: What errors call it.
    // days: At least one.
    public HolidayCalendar(string name, HashSet<long> days)
    {
        _days = days;
        _years = [.. days.Select(YearOf)];
        Name = name;
    }

    public string Name { get; }

    public IReadOnlyCollection<long> Days => _days;

    // Whether the calendar says something of the year that a day is in.
    public bool Knows(long day) => _years.Contains(YearOf(day));

    public bool IsHoliday(long day) => _days.Contains(day);

    // What is wrong with a day that it does not know.
    public string Unknown(long day, Call call)
    {
        long year = YearOf(day);
        string known = _years.Min() == _years.Max() ? $"{_years.Min()}" : $"{_years.Min()} to {_years.Max()}";
        string gap = year > _years.Min() && year < _years.Max() ? ", without it" : "";
        string what = call.RowError($"the holidays of {year} are not known");
        return $"{what}: {Name} has those of {known}{gap}; add those of {year} to the file";
    }

    private static long YearOf(long day) => CivilTime.CivilFromDays(day).Year;
}
