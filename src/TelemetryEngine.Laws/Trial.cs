using System.Globalization;

namespace TelemetryEngine.Laws;

internal delegate void AddRows<TSelf, TRow>(ref TSelf state, ReadOnlySpan<TRow> rows);

internal delegate void MergeStates<TSelf>(ref TSelf state, in TSelf other);

// A function on trial.
// empty: The state of no values.
// merge: Null where states do not merge.
// row: Makes a row.
internal sealed class Trial<TSelf, TRow, TResult>(
    TSelf empty, AddRows<TSelf, TRow> add, MergeStates<TSelf>? merge, Func<Random, TRow> row)
    where TSelf : struct, IAggregateState<TResult>
{
    private const int FewRows = 12;
    private const int ManyRows = 300;
    private const int SamplesOfFew = 10;

    // Rows that a message shows.
    private const int MostShown = 20;

    // throws LawException: A law is broken.
    public void Check(int samples, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        Random random = new(seed);
        Law[] laws = [.. Laws(), .. merge is null ? [] : MergeLaws().Select(static law => law with { IsOfMerging = true })];
        for (int i = 0; i < samples; i++)
        {
            Sample sample = Make(random, i % SamplesOfFew == SamplesOfFew - 1 ? ManyRows : FewRows);
            foreach (Law law in laws)
            {
                if (Broken(law, sample) is not null)
                {
                    throw Error(law, Smallest(law, sample), $"seed {seed}, sample {i + 1}");
                }
            }
        }
    }

    private IEnumerable<Law> Laws()
    {
        yield return new("the same values give the same result", s => (Whole(s), Whole(s)));
        yield return new("values may come in any pieces", s => (Finish(Pieces(s.A, s.B, s.C)), Whole(s)));
        yield return new("values may come one by one", s => (Finish(Pieces([.. s.Rows.Select(static r => new[] { r })])), Whole(s)));
        yield return new("asking for the result changes nothing", s =>
        {
            TSelf state = Pieces(s.A);
            Finish(state);
            Finish(state);
            state.TryFinish(out _);
            Add(ref state, [.. s.B, .. s.C]);
            return (Finish(state), Finish(Pieces(s.A, [.. s.B, .. s.C])));
        });
        yield return new("a copy of a state and the state know nothing of each other", s =>
        {
            TSelf state = Pieces(s.A);
            TSelf copy = state;
            Add(ref state, s.B);
            Add(ref copy, s.C);
            return (Finish(copy), Finish(Pieces(s.A, s.C)));
        });
    }

    private IEnumerable<Law> MergeLaws()
    {
        yield return new("values may come in any order", s => (Finish(Pieces([.. s.Rows.Reverse()])), Whole(s)));
        yield return new("merged states give what one state of all values gives", s => (Finish(Merged(Merged(Pieces(s.A), Pieces(s.B)), Pieces(s.C))), Whole(s)));
        yield return new("Merge is commutative", s => (Finish(Merged(Pieces(s.B), Pieces(s.A))), Finish(Merged(Pieces(s.A), Pieces(s.B)))));
        yield return new("Merge is associative", s => (Finish(Merged(Merged(Pieces(s.A), Pieces(s.B)), Pieces(s.C))), Finish(Merged(Pieces(s.A), Merged(Pieces(s.B), Pieces(s.C))))));
        yield return new("the empty state changes nothing", s => (Finish(Merged(Pieces(s.Rows), empty)), Whole(s)));
        yield return new("the empty state takes what is merged into it", s => (Finish(Merged(empty, Pieces(s.Rows))), Whole(s)));
        yield return new("Merge leaves the other state as it was", s =>
        {
            TSelf other = Pieces(s.B);
            TSelf state = Pieces(s.A);
            merge!(ref state, in other);
            Add(ref state, s.C);
            return (Finish(other), Finish(Pieces(s.B)));
        });
        yield return new("values may come behind a merge", s =>
        {
            TSelf state = Merged(Pieces(s.A), Pieces(s.B));
            Add(ref state, s.C);
            return (Finish(state), Whole(s));
        });
    }

    private Outcome Whole(Sample sample) => Finish(Pieces(sample.Rows));

    // as in a run, a function is never called without values
    private void Add(ref TSelf state, TRow[] rows)
    {
        if (rows.Length > 0)
        {
            add(ref state, rows);
        }
    }

    private TSelf Pieces(params TRow[][] pieces)
    {
        TSelf state = empty;
        foreach (TRow[] piece in pieces)
        {
            Add(ref state, piece);
        }

        return state;
    }

    private TSelf Merged(TSelf left, TSelf right)
    {
        merge!(ref left, in right);
        return left;
    }

    private static Outcome Finish(TSelf state) => state.TryFinish(out TResult? result) ? new Outcome(result is not null, result) : default;

    private Sample Make(Random random, int most)
    {
        TRow[] rows = new TRow[random.Next(most)];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = row(random);
        }

        int first = random.Next(rows.Length + 1);
        return new Sample(rows, first, random.Next(first, rows.Length + 1));
    }

    // What is wrong; null where nothing is.
    private static Verdict? Broken(Law law, Sample sample)
    {
        try
        {
            (Outcome found, Outcome expected) = law.Compare(sample);
            return found == expected ? null : new Verdict($"{Text(found)}, where {Text(expected)} is expected", null);
        }
        catch (Exception error)
        {
            return new Verdict($"{error.GetType().Name}: {error.Message}", error);
        }
    }

    // The sample without all rows that can be left out.
    private static Sample Smallest(Law law, Sample sample)
    {
        for (int i = 0; i < sample.Rows.Length;)
        {
            Sample fewer = sample.Without(i);
            if (Broken(law, fewer) is null)
            {
                i++;
            }
            else
            {
                (sample, i) = (fewer, 0);
            }
        }

        return sample;
    }

    private static LawException Error(Law law, Sample sample, string from)
    {
        Verdict verdict = Broken(law, sample)!;
        string hint = law.IsOfMerging
            ? " A function whose result goes by the order of its values, as sums of float64 do, is an IOrderedAggregateFunction."
            : "";
        return new LawException(
            law.Name,
            $"{typeof(TSelf).Name} breaks a law: {law.Name}. It gives {verdict.Text}, of the values {Text(sample.A)}, {Text(sample.B)} and {Text(sample.C)} ({from}).{hint}",
            verdict.Error);
    }

    private static string Text(Outcome outcome) => outcome.HasResult ? Text(outcome.Result) : "no result";

    private static string Text(TRow[] rows) =>
        $"[{string.Join(", ", rows.Take(MostShown).Select(static r => Text(r)))}{(rows.Length > MostShown ? $", … {rows.Length} in all" : "")}]";

    private static string Text<T>(T value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    // Equal as the results of runs are: NaN is NaN, and −0 is 0.
    private readonly record struct Outcome(bool HasResult, TResult? Result);

    private sealed record Verdict(string Text, Exception? Error);

    private sealed record Law(string Name, Func<Sample, (Outcome Found, Outcome Expected)> Compare)
    {
        public bool IsOfMerging { get; init; }
    }

    // Rows, and where they are cut in three.
    private sealed record Sample(TRow[] Rows, int First, int Second)
    {
        public TRow[] A => Rows[..First];

        public TRow[] B => Rows[First..Second];

        public TRow[] C => Rows[Second..];

        public Sample Without(int row) =>
            new([.. Rows[..row], .. Rows[(row + 1)..]], First - (row < First ? 1 : 0), Second - (row < Second ? 1 : 0));
    }
}
