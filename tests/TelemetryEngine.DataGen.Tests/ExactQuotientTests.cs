using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace TelemetryEngine.DataGen.Tests;

public sealed class ExactQuotientTests
{
    [Fact]
    public void Quotients_known_in_advance_come_out()
    {
        Assert.Equal(0.1, ExactQuotient.Of(1, 10));
        Assert.Equal(-1.0 / 3, ExactQuotient.Of(-1, 3));
        Assert.Equal(0.0, ExactQuotient.Of(0, 7));
        Assert.Equal(9007199254740992.0, ExactQuotient.Of((BigInteger.One << 53) + 1, 1));
        Assert.Equal(9007199254740996.0, ExactQuotient.Of((BigInteger.One << 53) + 3, 1));
    }

    [Fact]
    public void It_agrees_with_the_division_of_doubles_where_that_is_exact() =>
        Prop.ForAll<int, PositiveInt>((n, d) => ExactQuotient.Of(n, d.Get) == (double)n / d.Get).QuickCheckThrowOnFailure();
}
