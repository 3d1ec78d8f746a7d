namespace TelemetryEngine.Tests;

public sealed class ZonesTests
{
    [Theory]
    [InlineData("-05:00", -300, "-05:00")]
    [InlineData("+5", 300, "+05:00")]
    [InlineData("+0530", 330, "+05:30")]
    [InlineData("UTC+3", 180, "+03:00")]
    [InlineData("GMT-7", -420, "-07:00")]
    [InlineData("UTC-03:30", -210, "-03:30")]
    [InlineData("+14:00", 840, "+14:00")]
    public void OffsetsAreZonesWithTheSignOfIso(string name, int minutes, string label)
    {
        TimeZoneInfo zone = Zones.Find(name);
        Assert.Equal((minutes, label), ((int)zone.BaseUtcOffset.TotalMinutes, zone.Id));
        Assert.Equal(label, Zones.Label(name));
        Assert.True(Zones.IsFixed(zone));
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Z")]
    [InlineData("+00:00")]
    [InlineData("UTC+0")]
    public void NoOffsetIsUtc(string name)
    {
        Assert.True(Zones.IsUtc(Zones.Find(name)));
        Assert.Null(Zones.Label(name));
    }

    [Theory]
    [InlineData("+14:01")]
    [InlineData("+5:3")]
    [InlineData("UTC+")]
    [InlineData("-123")]
    [InlineData("+05:60")]
    [InlineData("+a")]
    public void WhatIsNoOffsetIsNoZone(string name) =>
        Assert.StartsWith($"there is no time zone '{name}'", Assert.Throws<PlanException>(() => Zones.Find(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void NamesStayNames()
    {
        Assert.Equal("Europe/Berlin", Zones.Label("Europe/Berlin"));
        Assert.Equal(TimeSpan.FromHours(-7), Zones.Find("Etc/GMT+7").BaseUtcOffset);
    }
}
