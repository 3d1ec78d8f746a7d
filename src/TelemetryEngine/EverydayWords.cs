namespace TelemetryEngine;

// What people call functions elsewhere, and how it is written here: a line for each.
internal static class EverydayWords
{
    // Words for aggregates.
    internal static readonly (string Word, string Meant)[] Aggregates =
    [
        ("mean", "avg(x)"), ("average", "avg(x)"), ("total", "sum(x)"), ("cnt", "count()"), ("size", "count()"), ("len", "count()"),
        ("number", "count()"),
        ("distinct", "count_distinct(x)"), ("nunique", "count_distinct(x)"), ("n_unique", "count_distinct(x)"),
        ("uniq", "count_distinct(x)"), ("unique", "count_distinct(x)"),
        ("stdev", "stddev(x)"), ("std", "stddev(x)"), ("stddev_samp", "stddev(x)"), ("variance", "var(x)"), ("var_samp", "var(x)"),
        ("minimum", "min(x)"), ("maximum", "max(x)"), ("percentile", "quantile(x, 0.95)"), ("percentile_cont", "quantile(x, 0.95)"),
        ("quantile_cont", "quantile(x, 0.95)"),
        ("group_concat", "string_agg(x)"), ("listagg", "string_agg(x)"), ("first_value", "first(x)"), ("last_value", "last(x)"),
        ("any_value", "any(x)"), ("argmax", "arg_max(x, by)"), ("max_by", "arg_max(x, by)"), ("argmin", "arg_min(x, by)"),
        ("min_by", "arg_min(x, by)"), ("countif", "count_if(a)"), ("sumif", "sum_if(x, a)"), ("avgif", "avg_if(x, a)"),
        ("averageif", "avg_if(x, a)"), ("every", "bool_and(a)"), ("all", "bool_and(a)"), ("some", "bool_or(a)"),
        ("derivative", "rate(x)"), ("diff", "delta(x)"), ("difference", "delta(x)"), ("twa", "time_weighted_avg(x)"),
        ("spread", "range(x)"),
    ];

    private static readonly (string Word, string Meant)[] Functions =
    [
        ("nvl", "coalesce(a, b)"), ("ifnull", "coalesce(a, b)"), ("isnull", "a is null"), ("iif", "if(a, b, c)"), ("iff", "if(a, b, c)"),
        ("len", "length(text)"), ("strlen", "length(text)"),
        ("char_length", "length(text)"), ("ceiling", "ceil(x)"), ("isnan", "is_nan(x)"), ("lcase", "lower(text)"),
        ("tolower", "lower(text)"), ("ucase", "upper(text)"), ("toupper", "upper(text)"),
        ("int", "int64(x)"), ("integer", "int64(x)"), ("bigint", "int64(x)"), ("double", "float64(x)"), ("float", "float64(x)"),
        ("number", "float64(x)"), ("mod", "a % b"),
        ("datediff", "a - b, the seconds between two times"), ("dateadd", "a + interval '15m'"), ("date_add", "a + interval '15m'"),
        ("trunc", "floor(x)"), ("power", "pow(x, y)"), ("log", "ln(x) or log10(x)"), ("log2", "ln(x) / ln(2)"), ("square", "x * x"),
        ("text", "utf8(x)"), ("string", "utf8(x)"), ("str", "utf8(x)"), ("varchar", "utf8(x)"), ("tostring", "utf8(x)"),
        ("to_char", "utf8(x)"), ("substr", "substring(text, n, length)"), ("mid", "substring(text, n, length)"),
        ("left", "substring(text, 1, length)"), ("right", "substring(text, -length)"), ("instr", "contains(text, 'a')"),
        ("strpos", "contains(text, 'a')"), ("rlike", "regexp_like(text, 'pattern')"), ("regexp_matches", "regexp_like(text, 'pattern')"),
        ("regexp_substr", "regexp_extract(text, 'pattern')"), ("dow", "weekday(time)"), ("isodow", "weekday(time)"),
        ("dayofweek", "weekday(time)"), ("day_of_week", "weekday(time)"), ("week", "iso_week(time)"), ("weekofyear", "iso_week(time)"),
        ("doy", "day_of_year(time)"), ("to_date", "date(time)"), ("date_part", "hour(time), day(time) and so on"),
        ("extract", "hour(time), day(time) and so on"), ("date_bin", "time_bucket('1h', time)"), ("bucket", "time_bucket('1h', time)"),
    ];

    private static readonly (string Word, string Meant)[] Symbols =
    [
        ("&&", "and"), ("&", "and"), ("|", "or"), ("!", "not"),
    ];

    // How an aggregate is written here; null when the word is none of those that people use elsewhere.
    public static string? Aggregate(string name) => Percentile(name) ?? Find(Aggregates, name);

    // How a function of expressions is written here, or null.
    public static string? Function(string name) => Find(Functions, name);

    // The operator that a text begins with, as it is written here, or null.
    public static (string Symbol, string Meant)? Operator(ReadOnlySpan<char> text)
    {
        foreach ((string symbol, string meant) in Symbols)
        {
            if (text.StartsWith(symbol, StringComparison.Ordinal))
            {
                return (symbol, meant);
            }
        }

        return null;
    }

    // p50 p95 p999, as tools of monitoring have them
    private static string? Percentile(string name)
    {
        ReadOnlySpan<char> digits = name.AsSpan(Math.Min(1, name.Length));
        return name is ['p' or 'P', _, _, ..] && digits.Length <= 6 && !digits.ContainsAnyExceptInRange('0', '9')
            ? $"quantile(x, 0.{digits.TrimEnd('0')})" : null;
    }

    private static string? Find((string Word, string Meant)[] words, string name)
    {
        foreach ((string word, string meant) in words)
        {
            if (string.Equals(word, name, StringComparison.OrdinalIgnoreCase))
            {
                return meant;
            }
        }

        return null;
    }
}
