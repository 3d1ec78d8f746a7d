using System.Globalization;

namespace TelemetryEngine.Tests.Aggregates;

/// <summary>Σx² of integers, exact.</summary>
internal struct SumOfSquares : IAggregateFunction<SumOfSquares, long, double>
{
    private Int128 _sum;
    private long _count;

    public void Add(ReadOnlySpan<long> values)
    {
        foreach (long value in values)
        {
            _sum += (Int128)value * value;
        }

        _count += values.Length;
    }

    public void Merge(in SumOfSquares other) => (_sum, _count) = (_sum + other._sum, _count + other._count);

    public readonly bool TryFinish(out double result)
    {
        result = (double)_sum;
        return _count > 0;
    }
}

/// <summary>The sum of integers, with a parameter: the factor of each.</summary>
internal struct ScaledSum(long factor) : IAggregateFunction<ScaledSum, long, long>
{
    private readonly long _factor = factor;
    private long _sum;
    private long _count;

    public void Add(ReadOnlySpan<long> values)
    {
        foreach (long value in values)
        {
            _sum += value * _factor;
        }

        _count += values.Length;
    }

    public void Merge(in ScaledSum other) => (_sum, _count) = (_sum + other._sum, _count + other._count);

    public readonly bool TryFinish(out long result)
    {
        result = _sum;
        return _count > 0;
    }
}

/// <summary>Σ of the integers in rows where a condition is true; 0 of none.</summary>
internal struct SumWhere : IAggregateFunction<SumWhere, long, bool, long>
{
    private long _sum;

    public void Add(ReadOnlySpan<long> first, ReadOnlySpan<bool> second)
    {
        for (int i = 0; i < first.Length; i++)
        {
            _sum += second[i] ? first[i] : 0;
        }
    }

    public void Merge(in SumWhere other) => _sum += other._sum;

    public readonly bool TryFinish(out long result)
    {
        result = _sum;
        return true;
    }
}

/// <summary>The longest text; of equally long ones the first by code units.</summary>
internal struct LongestText : IAggregateFunction<LongestText, string, string>
{
    private string? _longest;

    public void Add(ReadOnlySpan<string> values)
    {
        foreach (string value in values)
        {
            Take(value);
        }
    }

    public void Merge(in LongestText other)
    {
        if (other._longest is not null)
        {
            Take(other._longest);
        }
    }

    public readonly bool TryFinish(out string result)
    {
        result = _longest!;
        return _longest is not null;
    }

    private void Take(string value)
    {
        if (_longest is null || value.Length > _longest.Length
            || (value.Length == _longest.Length && string.CompareOrdinal(value, _longest) < 0))
        {
            _longest = value;
        }
    }
}

/// <summary>Σxw ÷ Σw as float64, which goes by the order of its rows.</summary>
internal struct WeightedMean : IOrderedAggregateFunction<WeightedMean, double, double, double>
{
    private double _sum;
    private double _weight;

    public void Add(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        for (int i = 0; i < first.Length; i++)
        {
            _sum += first[i] * second[i];
            _weight += second[i];
        }
    }

    public readonly bool TryFinish(out double result)
    {
        result = _sum / _weight;
        return _weight != 0;
    }
}

/// <summary>The values as texts in their order.</summary>
internal struct Joined : IOrderedAggregateFunction<Joined, double, string>
{
    private string? _text;

    public void Add(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            _text = (_text is null ? "" : _text + ",") + (value + 0.0).ToString("R", CultureInfo.InvariantCulture);
        }
    }

    public readonly bool TryFinish(out string result)
    {
        result = _text!;
        return _text is not null;
    }
}

/// <summary>How often in a row a condition was true, at most.</summary>
internal struct LongestStreak : IOrderedAggregateFunction<LongestStreak, bool, long>
{
    private long _now;
    private long _longest;

    public void Add(ReadOnlySpan<bool> values)
    {
        foreach (bool value in values)
        {
            _now = value ? _now + 1 : 0;
            _longest = Math.Max(_longest, _now);
        }
    }

    public readonly bool TryFinish(out long result)
    {
        result = _longest;
        return true;
    }
}

/// <summary>Fails in the member whose name begins with a letter.</summary>
internal struct Failing(char where) : IAggregateFunction<Failing, long, long>
{
    private readonly char _where = where;

    public void Add(ReadOnlySpan<long> values)
    {
        if (_where == 'A')
        {
            throw new InvalidTimeZoneException("not this value");
        }
    }

    public void Merge(in Failing other)
    {
        if (_where == 'M')
        {
            throw new InvalidTimeZoneException("not this state");
        }
    }

    public readonly bool TryFinish(out long result) =>
        _where == 'T' ? throw new InvalidTimeZoneException("no end") : (result = 0) == 0;
}
