using TelemetryEngine.Columns;

namespace TelemetryEngine.Tests.Columns;

public sealed class IdentifierNamesTests
{
    [Theory]
    [InlineData("id")]
    [InlineData("meter_id")]
    [InlineData("deviceId")]
    [InlineData("deviceID")]
    [InlineData("Serial No.")]
    [InlineData("EAN")]
    [InlineData("EAN code")]
    [InlineData("meter")]
    [InlineData("Meternummer")]
    [InlineData("MPAN")]
    [InlineData("NO.")]
    [InlineData("phone-number")]
    public void WordsOfIdentifiers(string name) => Assert.True(IdentifierNames.IsIdentifier(name));

    [Theory]
    [InlineData("meter_kwh")]
    [InlineData("meter reading")]
    [InlineData("device_power")]
    [InlineData("sensorTemperature")]
    [InlineData("Number of readings")]
    [InlineData("NO")]
    [InlineData("humid")]
    [InlineData("power_w")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("___")]
    [InlineData("node_energy")]
    public void WordsOfQuantitiesAndOtherWords(string name) => Assert.False(IdentifierNames.IsIdentifier(name));
}
