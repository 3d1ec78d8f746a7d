using TelemetryEngine.Kernels.Tests.Oracles;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Tests.Text;

public sealed class Utf8ValidityTests
{
    [Theory]
    [InlineData("")]
    [InlineData("meter-00042")]
    [InlineData("Zähler № 7 ⚡ 🔌")]
    public void TextIsValid(string text) => Assert.True(Utf8Validity.IsValid(text.Utf8()));

    [Theory]
    [InlineData(new byte[] { 0x41, 0x00 })]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    public void NulAndBrokenSequencesAreNot(byte[] bytes) => Assert.False(Utf8Validity.IsValid(bytes));
}
