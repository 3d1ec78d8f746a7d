namespace Samples;

/// <summary>Errors say what helps, and a program may do it, or word it as its users know it.</summary>
public static class ErrorTexts
{
    public static Table ReadDayFirst(Pipeline query)
    {
        try
        {
            return query.ToTable();
        }
        catch (PlanException error) when (error.Text.Fixes.FirstOrDefault(static fix => fix is { Option: "time", Arguments: [_, ['d', ..]] }) is { } dayFirst)
        {
            return query.Time(dayFirst.Arguments[0], dayFirst.Arguments[1]).ToTable();
        }
    }

    public static string ForAForm(MessageText text) => text.ToString(static fix => fix switch
    {
        { Option: "time", Arguments: [var column, var layout] } => $"the layout {layout} of {column}",
        { Option: "onError" } => "the box ‘leave bad rows out’",
        _ => fix.ToString(),
    });
}
