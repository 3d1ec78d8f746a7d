namespace TelemetryEngine.Columns;

// Which columns hold identifiers, by the words of their names: meter_id, deviceId, Serial No., EAN. A word that names a quantity decides
// otherwise: meter_kwh and meter reading are measurements.
internal static class IdentifierNames
{
    private static readonly HashSet<string> Identifiers = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "ids", "uid", "uuid", "guid", "oid", "nr", "no", "num", "number", "nummer", "numero", "serial", "sn", "ean", "gsrn", "gtin",
        "mpan", "mprn", "nmi", "esiid", "pod", "pdl", "prm", "cups",
        "iccid", "imsi", "imei", "msisdn", "mac", "eui", "deveui", "zip", "zipcode", "postcode", "postal", "plz", "phone", "telephone",
        "meter", "device", "sensor", "station", "gateway", "logger",
        "account", "customer", "contract", "code", "barcode", "ref", "key",
    };

    private static readonly string[] Endings = ["nummer", "number", "_id", "serial", "eancode"];

    private static readonly HashSet<string> Quantities = new(StringComparer.OrdinalIgnoreCase)
    {
        "w", "wh", "kw", "kwh", "mw", "mwh", "gw", "gwh", "va", "kva", "kvah", "var", "kvar", "kvarh", "v", "mv", "kv", "a", "ma", "ah",
        "hz", "c", "f", "k", "degc", "degf", "pa", "hpa", "kpa", "bar", "mbar", "psi", "m3", "l", "j", "mj", "kj",
        "volt", "volts", "voltage", "current", "amp", "amps", "ampere", "watt", "watts", "power", "energy", "load", "demand", "reading",
        "readings", "value", "values", "register", "counter", "total", "sum", "usage", "consumption",
        "production", "generation", "import", "export", "temp", "temperature", "humidity", "pressure", "flow", "volume", "speed", "level",
        "rate", "price", "cost", "amount", "charge", "charges", "quantity", "count", "counts", "avg", "mean", "min",
        "max", "delta", "of", "percent", "pct", "ratio", "factor", "frequency", "height", "depth", "distance", "weight", "mass",
        "duration", "latency", "verbruik", "zaehlerstand", "zählerstand", "stand", "verbrauch", "leistung",
    };

    // True for the name of an identifier.
    public static bool IsIdentifier(string name)
    {
        bool isOne = Array.Exists(Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        foreach (string word in Words(name))
        {
            if (Quantities.Contains(word))
            {
                return false;
            }

            // nitric oxide is written so
            isOne |= Identifiers.Contains(word) && name != "NO";
        }

        return isOne;
    }

    // True for a name that has the word of a quantity or a unit.
    public static bool IsQuantity(string name) => Words(name).Any(Quantities.Contains);

    // The words of a name: it is parted where neither letters nor digits are, and before a large letter behind a small one.
    private static IEnumerable<string> Words(string name)
    {
        int start = 0;
        for (int i = 0; i <= name.Length; i++)
        {
            bool isEnd = i == name.Length || !char.IsLetterOrDigit(name[i]);
            bool isHump = !isEnd && i > start && char.IsUpper(name[i]) && char.IsLower(name[i - 1]);
            if ((isEnd || isHump) && i > start)
            {
                yield return name[start..i];
            }

            start = isEnd ? i + 1 : isHump ? i : start;
        }
    }
}
