using TelemetryEngine.Laws;
using TelemetryEngine.Tests.Aggregates;
using FunctionLaws = TelemetryEngine.Laws.AggregateLaws;

namespace TelemetryEngine.Tests.Laws;

/// <summary>Functions that keep the laws pass; each that breaks one is found, with few values that show it.</summary>
public sealed class AggregateLawsTests
{
    [Fact]
    public void Functions_that_keep_the_laws_pass()
    {
        FunctionLaws.Check(new SumOfSquares());
        FunctionLaws.Check(new ScaledSum(3), samples: 500, seed: 7);
        FunctionLaws.Check(new SumWhere());
        FunctionLaws.Check(new LongestText());
        FunctionLaws.Check(new WeightedMean());
        FunctionLaws.Check(new Joined());
        FunctionLaws.Check(new LongestStreak());
    }

    [Fact]
    public void Sums_of_float64_go_by_the_order_and_say_so()
    {
        LawException error = Assert.Throws<LawException>(() => FunctionLaws.Check(new DoubleSum()));
        Assert.Equal("values may come in any order", error.Law);
        Assert.StartsWith("DoubleSum breaks a law: values may come in any order. It gives ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("A function whose result goes by the order of its values, as sums of float64 do, is an IOrderedAggregateFunction.", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Count(static c => c == ','), 0, 8);

        // of integers the same function keeps them
        FunctionLaws.Check(new DoubleSum(), static random => random.Next(-1000, 1000));
    }

    [Fact]
    public void The_same_seed_finds_the_same()
    {
        string first = Assert.Throws<LawException>(() => FunctionLaws.Check(new DoubleSum(), seed: 3)).Message;
        Assert.Equal(first, Assert.Throws<LawException>(() => FunctionLaws.Check(new DoubleSum(), seed: 3)).Message);
        Assert.Contains("(seed 3, sample ", first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Fault.Forgets, "Merge is commutative")]
    [InlineData(Fault.First, "values may come in any order")]
    [InlineData(Fault.Starts, "merged states give what one state of all values gives")]
    [InlineData(Fault.FinishTakes, "asking for the result changes nothing")]
    [InlineData(Fault.Shares, "the same values give the same result")]
    [InlineData(Fault.Pieces, "values may come one by one")]
    [InlineData(Fault.Throws, "values may come one by one")]
    public void Each_fault_is_found(Fault fault, string law)
    {
        LawException error = Assert.Throws<LawException>(() => FunctionLaws.Check(new Faulty(fault), static random => random.Next(5)));
        Assert.Equal(law, error.Law);
    }

    [Fact]
    public void A_counterexample_is_as_small_as_can_be()
    {
        LawException error = Assert.Throws<LawException>(() => FunctionLaws.Check(new Faulty(Fault.Throws), static random => random.Next(5)));
        Assert.Matches(@"^Faulty breaks a law: values may come one by one\. It gives InvalidTimeZoneException: one alone, of the values (\[\d\], \[\] and \[\]|\[\], \[\d\] and \[\]|\[\], \[\] and \[\d\]) \(seed 1, sample \d+\)\.$", error.Message);
        Assert.IsType<InvalidTimeZoneException>(error.InnerException);
    }

    [Fact]
    public void A_list_that_grows_is_found() => Assert.Contains(
        Assert.Throws<LawException>(() => FunctionLaws.Check(new Listed())).Law,
        new[] { "a copy of a state and the state know nothing of each other", "the same values give the same result", "Merge leaves the other state as it was" });

    public enum Fault
    {
        /// <summary>A merge forgets the other state's values.</summary>
        Forgets,

        /// <summary>The first value counts double.</summary>
        First,

        /// <summary>A merge adds one.</summary>
        Starts,

        /// <summary>A result is part of the next one.</summary>
        FinishTakes,

        /// <summary>All states add to one sum.</summary>
        Shares,

        /// <summary>Each piece counts.</summary>
        Pieces,

        /// <summary>A piece of one value can't be added.</summary>
        Throws,
    }

    private struct DoubleSum : IAggregateFunction<DoubleSum, double, double>
    {
        private double _sum;

        public void Add(ReadOnlySpan<double> values)
        {
            foreach (double value in values)
            {
                _sum += value;
            }
        }

        public void Merge(in DoubleSum other) => _sum += other._sum;

        public readonly bool TryFinish(out double result)
        {
            result = _sum;
            return true;
        }
    }

    private struct Faulty(Fault fault) : IAggregateFunction<Faulty, long, long>
    {
        private readonly long[] _shared = new long[1];
        private long _sum;
        private bool _any;

        public void Add(ReadOnlySpan<long> values)
        {
            _sum += fault switch
            {
                Fault.Pieces => 1,
                Fault.First when !_any => values[0],
                Fault.Shares => _shared[0]++,
                Fault.Throws when values.Length == 1 => throw new InvalidTimeZoneException("one alone"),
                _ => 0,
            };
            foreach (long value in values)
            {
                _sum += value;
            }

            _any = true;
        }

        public void Merge(in Faulty other) => _sum += fault switch { Fault.Forgets => 0, Fault.Starts => other._sum + 1, _ => other._sum };

        public bool TryFinish(out long result)
        {
            result = _sum;
            _sum += fault == Fault.FinishTakes ? 1 : 0;
            return true;
        }
    }

    private struct Listed : IAggregateFunction<Listed, long, long>
    {
        private List<long>? _values;

        public void Add(ReadOnlySpan<long> values) => (_values ??= []).AddRange(values);

        public void Merge(in Listed other) => _values = _values is null ? other._values : [.. _values, .. other._values ?? []];

        public readonly bool TryFinish(out long result)
        {
            result = _values?.Sum(static v => v % 100) ?? 0;
            return true;
        }
    }
}
