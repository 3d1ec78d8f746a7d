using TelemetryEngine.Testing;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Attack;

/// <summary>Random expressions, sound and spoilt: a result or one of the defined errors, the same for one thread and three.</summary>
public sealed class ExpressionTests
{
    private static readonly string[] Operands =
        ["k", "s", "i", "d", "f", "b", "ts", "1", "-7", "0", "2.5", "1e308", "9223372036854775807", "'a'", "''", "'é%_'", "null", "true", "\"k\"", "'2024-01-01'", "\"no such\"", "i.d"];

    private static readonly string[] Operators = ["+", "-", "*", "/", "%", "=", "<>", "<", "<=", ">", ">=", "and", "or", "like", "||", "==", "!=", "is", "in", "between"];

    private static readonly string[] Functions = ["abs", "coalesce", "upper", "lower", "length", "round", "floor", "if", "least", "greatest", "nullif", "substr", "cast", "trim", "hour", "nosuch"];

    [Fact]
    public void Any_expression_has_one_result_or_a_defined_error() => Campaign.Run(600, 100_000, static seed =>
    {
        Random random = new(seed);
        string expression = Make(random, random.Next(1, 5));
        for (int spoils = random.Next(4) == 0 ? random.Next(1, 4) : 0; spoils > 0; spoils--)
        {
            int at = random.Next(expression.Length + 1);
            expression = random.Next(2) == 0 ? expression[..at] : expression.Insert(at, ((string[])["(", ")", "'", "\"", ",", "\0", "é", ".", "--", "case"])[random.Next(10)]);
        }

        using TemporaryFile file = new(Readings.Csv(Readings.Make(random, 30, odd: true)));
        Pipeline rows = Telemetry.ReadCsv(file.Path).Schema(Readings.Schema);
        foreach (Pipeline question in (Pipeline[])[rows.Where(expression).Aggregate(Count()), rows.Derive("x", expression), rows.Aggregate(Count().Filter(expression), Min(expression).As("m"))])
        {
            RunOutcome one = RunOutcome.Of(question.With(new RunOptions { Threads = 1 }));
            RunOutcome three = RunOutcome.Of(question.With(new RunOptions { Threads = 3, MorselBytes = 64, BatchRows = 3 }));
            Assert.True(one.Error == three.Error && one.Digest == three.Digest, $"{expression}\none thread: {one}\nthree: {three}");
        }
    });

    private static string Make(Random random, int depth)
    {
        if (depth == 0)
        {
            return Operands[random.Next(Operands.Length)];
        }

        string left = Make(random, depth - 1);
        string right = Make(random, random.Next(depth));
        return random.Next(9) switch
        {
            0 => $"({left})",
            1 => $"not {left}",
            2 => $"-{left}",
            3 => $"{left} is {(random.Next(2) == 0 ? "not " : "")}null",
            4 => $"{left} in ({right}, {Make(random, 0)})",
            5 => $"{left} between {right} and {Make(random, 0)}",
            6 => $"case when {left} then {right} else {Make(random, 0)} end",
            7 => $"{Functions[random.Next(Functions.Length)]}({left}{(random.Next(2) == 0 ? ", " + right : "")})",
            _ => $"{left} {Operators[random.Next(Operators.Length)]} {right}",
        };
    }
}
