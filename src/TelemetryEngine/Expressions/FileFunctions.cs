using TelemetryEngine.Columns;

namespace TelemetryEngine.Expressions;

// What a function reads.
// Path: Its file.
// Holidays: A file of holidays beside it; null = none.
// Region: Whose holidays count; null = the file has those of one.
internal readonly record struct FileArguments(string Path, string? Holidays, string? Region);

// Functions that read a file. Who binds an expression has put a TableNode into the file's place before.
internal static class FileFunctions
{
    public const string IsHoliday = "is_holiday";
    public const string Tariff = "tariff";

    public static bool IsOne(string function) => function is IsHoliday or Tariff;

    // What a call reads.
    // throws PlanException: That is no text literal.
    public static FileArguments Arguments(CallNode call)
    {
        string path = Text(call, 1, "file")
            ?? throw call.At.Error($"the file of {call.Name} is a text literal, as in {call.Name}(time, 'file.csv'), in '{call}'");
        if (call.Name == IsHoliday)
        {
            return new FileArguments(path, null, Text(call, 2, "region"));
        }

        string? holidays = Text(call, 2, "file of holidays");
        string? region = Text(call, 3, "region");
        return holidays is not null || region is null
            ? new FileArguments(path, holidays, region)
            : throw call.At.Error($"a region is one of a file of holidays, which stands before it, in '{call}'");
    }

    public static BoundNode BindHoliday(Call call)
    {
        BoundNode time = TimeFunctions.Time(call, 0);
        return new HolidayNode(time, TimeFunctions.Clock(call, time, 3), (HolidayCalendar)Table(call), call);
    }

    public static BoundNode BindTariff(Call call)
    {
        BoundNode time = TimeFunctions.Time(call, 0);
        return new TariffNode(time, TimeFunctions.Clock(call, time, 4), (TariffPlan)Table(call), call);
    }

    private static object Table(Call call) => ((TableConstant)call[1]).Table;

    // null where nothing or the word null is written
    private static string? Text(CallNode call, int argument, string what) => argument >= call.Arguments.Count ? null
        : call.Arguments[argument] is LiteralNode { Value: null or string } literal ? (string?)literal.Value
        : throw call.At.Error($"the {what} of {call.Name} is a text literal, in '{call}'");
}

// A file that a function reads, in the place of its name.
// written: How it is written.
internal sealed class TableNode(ExpressionNode written, object table) : ExpressionNode(written.At)
{
    // A HolidayCalendar or a TariffPlan.
    public object Table { get; } = table;

    private ExpressionNode Written { get; } = written;

    public override bool Equals(ExpressionNode? other) => other is TableNode node && ReferenceEquals(node.Table, Table);

    public override int GetHashCode() => Written.GetHashCode();

    public override void WriteTo(ExpressionWriter writer) => writer.Write(Written, Strength.Or);
}

// A table for the function that it is an argument of; it has no values.
internal sealed class TableConstant(object table) : BoundNode(ResultTypes.Text)
{
    public object Table { get; } = table;

    public override ColumnVector Evaluate(EvaluationScope scope) => throw new InvalidOperationException("a table has no values");
}
