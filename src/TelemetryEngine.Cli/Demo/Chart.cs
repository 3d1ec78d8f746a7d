using System.Globalization;
using System.Text;

namespace TelemetryEngine.Cli.Demo;

// Columns of characters: values in a row, seen at a glance.
internal static class Chart
{
    private const string Eighths = " ▁▂▃▄▅▆▇█";
    private const int Height = 6;

    // Draws a value a column, from zero at the foot to the greatest at the top, with a label under every sixth.
    public static string Of(IReadOnlyList<double> values, IReadOnlyList<string> labels, string unit)
    {
        double top = Math.Max(values.Max(), double.Epsilon);
        string topText = string.Create(CultureInfo.InvariantCulture, $"{top:F0} {unit}");
        StringBuilder text = new();
        for (int line = Height - 1; line >= 0; line--)
        {
            string scale = line == Height - 1 ? topText : line == 0 ? $"0 {unit}" : "";
            text.Append(scale.PadLeft(topText.Length)).Append(" ┤");
            foreach (double value in values)
            {
                int eighths = (int)Math.Round(Math.Clamp((value / top * Height) - line, 0, 1) * 8);
                text.Append(Eighths[eighths], 2);
            }

            text.Append('\n');
        }

        text.Append(' ', topText.Length + 2);
        for (int i = 0; i < labels.Count; i += 6)
        {
            text.Append(labels[i].PadRight(12));
        }

        return text.ToString().TrimEnd() + "\n";
    }
}
