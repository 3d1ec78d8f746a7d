using System.Globalization;
using System.Text;
using TelemetryEngine.DataGen.Rows;
using TelemetryEngine.DataGen.Text;

namespace TelemetryEngine.DataGen.Tests.Text;

public sealed class NumberTextTests
{
    private readonly byte[] _bytes = new byte[8];

    // Steps of 7 meet every pair of digits in every place.
    [Fact]
    public void Hundredths_are_what_decimal_writes()
    {
        for (int number = 10_00; number <= 9999_99; number += 7)
        {
            string text = Text(NumberText.WriteHundredths(_bytes, number));
            Assert.True(text == (number / 100m).ToString("0.00", CultureInfo.InvariantCulture), text);
        }
    }

    [Fact]
    public void Tenths_are_what_decimal_writes()
    {
        for (int number = -999; number <= 999; number++)
        {
            Assert.Equal((number / 10m).ToString("0.0", CultureInfo.InvariantCulture), Text(NumberText.WriteTenths(_bytes, number)));
        }
    }

    [Fact]
    public void Voltages_are_what_decimal_writes()
    {
        for (int number = MeterRows.MinVoltageDecivolts; number <= MeterRows.MaxVoltageDecivolts; number++)
        {
            Assert.Equal((number / 10m).ToString("0.0", CultureInfo.InvariantCulture), Text(NumberText.WriteVoltage(_bytes, number)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(EnergyRegister.MaxFirstParts - 1)]
    [InlineData(long.MaxValue)]
    public void Energies_are_what_decimal_writes(long parts)
    {
        byte[] bytes = new byte[23];
        int length = NumberText.WriteEnergy(bytes, parts);
        Assert.Equal(
            ((decimal)parts / EnergyRegister.PartsPerWattHour).ToString("0.000", CultureInfo.InvariantCulture),
            Encoding.ASCII.GetString(bytes, 0, length));
    }

    private string Text(int length) => Encoding.ASCII.GetString(_bytes, 0, length);
}
