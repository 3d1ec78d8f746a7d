using System.Text;

namespace TelemetryEngine.Cli.Flags;

// Lists as flags take them: parts between commas, where commas in quotes, parentheses and brackets do not count.
internal static class ListText
{
    // The parts of all values, trimmed; empty parts are left out.
    public static IEnumerable<string> Split(IEnumerable<string> values) => values.SelectMany(Split).Where(part => part.Length > 0);

    // A name without the double quotes around it.
    public static string Unquote(string text) =>
        text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : text;

    // The place of the first (or last) equals sign outside quotes, or −1.
    public static int EqualsSign(string text, bool last = false)
    {
        char quote = '\0';
        int found = -1;
        for (int i = 0; i < text.Length && (last || found < 0); i++)
        {
            char c = text[i];
            if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (c == '=')
            {
                found = i;
            }
        }

        return found;
    }

    private static List<string> Split(string value)
    {
        List<string> parts = [];
        StringBuilder part = new();
        char quote = '\0';
        int depth = 0;
        foreach (char c in value)
        {
            if (quote == '\0' && depth == 0 && c == ',')
            {
                parts.Add(part.ToString().Trim());
                part.Clear();
                continue;
            }

            part.Append(c);
            if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else
            {
                depth = Math.Max(0, depth + (c is '(' or '[' ? 1 : c is ')' or ']' ? -1 : 0));
            }
        }

        parts.Add(part.ToString().Trim());
        return parts;
    }
}
