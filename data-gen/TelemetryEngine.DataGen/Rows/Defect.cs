namespace TelemetryEngine.DataGen.Rows;

/// <summary>What is wrong with a row.</summary>
internal enum Defect
{
    None,

    /// <summary>The measured number has a unit behind it, as in <c>1234.56W</c>.</summary>
    BadNumber,

    /// <summary>The row ends before its last field.</summary>
    MissingField,

    /// <summary>The row has one field too many.</summary>
    ExtraField,

    /// <summary>The time has a month 13, and the measured number is left out.</summary>
    BadTime,
}
