namespace TelemetryEngine.DataGen.Rows;

// What a random sequence is drawn for. The numbers are part of the output: a new purpose gets a new one.
internal enum RandomPurpose
{
    Device = 1,
    Noise = 2,
    RowDevice = 3,
    Permutation = 4,
    Duplicate = 5,
    Null = 6,
    Disorder = 7,
    StepsBack = 8,
    Defect = 9,
    DefectKind = 10,
    Station = 11,
    Gap = 12,
    RegisterStart = 13,
    Reset = 14,
    EnergyNull = 15,
}
