namespace TelemetryEngine.Expressions;

// How strongly operators bind; the greater the stronger.
internal static class Strength
{
    public const int Or = 1, And = 2, Not = 3, Comparison = 4, Concat = 5, Sum = 6, Product = 7, Sign = 8, Operand = 9;
}
