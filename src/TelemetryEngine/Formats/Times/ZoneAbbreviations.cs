using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Times;

// The abbreviations that zones have for themselves, in English and, for Central Europe, in German. Only those that always meant the same
// offset.
internal static class ZoneAbbreviations
{
    private static readonly (string Zones, ZoneAbbreviation[] Words)[] Table =
    [
        ("CET Europe/Berlin Europe/Paris Europe/Madrid Europe/Rome Europe/Vienna Europe/Amsterdam Europe/Brussels Europe/Prague Europe/Warsaw Europe/Zurich Europe/Stockholm "
            + "Europe/Oslo Europe/Copenhagen Europe/Budapest Europe/Belgrade Europe/Zagreb Europe/Ljubljana Europe/Luxembourg Europe/Bratislava Europe/Sarajevo Europe/Skopje "
            + "Europe/Podgorica Europe/Tirane Europe/Andorra Europe/Monaco Europe/Vaduz Europe/San_Marino Europe/Vatican Europe/Malta Europe/Gibraltar Europe/Busingen Arctic/Longyearbyen",
            [new("CET", 60), new("CEST", 120), new("MEZ", 60), new("MESZ", 120)]),
        ("EET Europe/Helsinki Europe/Athens Europe/Bucharest Europe/Sofia Europe/Kyiv Europe/Kiev Europe/Riga Europe/Tallinn Europe/Vilnius Europe/Mariehamn Europe/Chisinau Asia/Nicosia Asia/Beirut",
            [new("EET", 120), new("EEST", 180)]),
        ("WET Europe/Lisbon Atlantic/Madeira Atlantic/Canary Atlantic/Faroe", [new("WET", 0), new("WEST", 60)]),
        ("Europe/London Europe/Belfast Europe/Guernsey Europe/Jersey Europe/Isle_of_Man GB", [new("BST", 60)]),
        ("Europe/Dublin", [new("IST", 60)]),
        ("America/New_York America/Detroit America/Toronto America/Montreal America/Nassau US/Eastern Canada/Eastern EST5EDT",
            [new("EST", -300), new("EDT", -240)]),
        ("EST America/Panama America/Jamaica America/Cayman", [new("EST", -300)]),
        ("America/Chicago America/Winnipeg America/Menominee US/Central Canada/Central CST6CDT", [new("CST", -360), new("CDT", -300)]),
        ("America/Regina America/Costa_Rica America/Guatemala", [new("CST", -360)]),
        ("America/Denver America/Edmonton America/Boise US/Mountain Canada/Mountain MST7MDT", [new("MST", -420), new("MDT", -360)]),
        ("America/Phoenix US/Arizona MST", [new("MST", -420)]),
        ("America/Los_Angeles America/Vancouver America/Tijuana US/Pacific Canada/Pacific PST8PDT", [new("PST", -480), new("PDT", -420)]),
        ("America/Anchorage America/Juneau US/Alaska", [new("AKST", -540), new("AKDT", -480)]),
        ("Pacific/Honolulu US/Hawaii HST", [new("HST", -600)]),
        ("America/Halifax Atlantic/Bermuda Canada/Atlantic", [new("AST", -240), new("ADT", -180)]),
        ("America/Puerto_Rico America/Barbados", [new("AST", -240)]),
        ("America/St_Johns Canada/Newfoundland", [new("NST", -210), new("NDT", -150)]),
        ("Asia/Kolkata Asia/Calcutta", [new("IST", 330)]),
        ("Asia/Jerusalem Asia/Tel_Aviv Israel", [new("IST", 120), new("IDT", 180)]),
        ("Asia/Karachi", [new("PKT", 300), new("PKST", 360)]),
        ("Asia/Tokyo Japan", [new("JST", 540)]),
        ("Asia/Seoul ROK", [new("KST", 540)]),
        ("Asia/Hong_Kong Hongkong", [new("HKT", 480)]),
        ("Asia/Shanghai Asia/Taipei PRC ROC", [new("CST", 480)]),
        ("Australia/Sydney Australia/Melbourne Australia/Hobart Australia/Canberra Australia/ACT Australia/NSW Australia/Victoria Australia/Tasmania",
            [new("AEST", 600), new("AEDT", 660)]),
        ("Australia/Brisbane Australia/Lindeman Australia/Queensland", [new("AEST", 600)]),
        ("Australia/Adelaide Australia/Broken_Hill Australia/South", [new("ACST", 570), new("ACDT", 630)]),
        ("Australia/Darwin Australia/North", [new("ACST", 570)]),
        ("Australia/Perth Australia/West", [new("AWST", 480)]),
        ("Pacific/Auckland NZ", [new("NZST", 720), new("NZDT", 780)]),
        ("Africa/Johannesburg Africa/Maseru Africa/Mbabane", [new("SAST", 120)]),
        ("Africa/Nairobi Africa/Addis_Ababa Africa/Dar_es_Salaam Africa/Kampala", [new("EAT", 180)]),
        ("Africa/Maputo Africa/Lusaka Africa/Harare Africa/Gaborone Africa/Lubumbashi", [new("CAT", 120)]),
        ("Africa/Lagos Africa/Luanda Africa/Kinshasa", [new("WAT", 60)]),
    ];

    // The abbreviations of a zone; none for one that has none of its own.
    public static IReadOnlyList<ZoneAbbreviation> Of(string zone)
    {
        foreach ((string zones, ZoneAbbreviation[] words) in Table)
        {
            if (zones.Split(' ').Contains(zone, StringComparer.OrdinalIgnoreCase))
            {
                return words;
            }
        }

        return [];
    }

    // A zone that has this abbreviation; null where none is known.
    public static string? ZoneWith(string abbreviation)
    {
        foreach ((string zones, ZoneAbbreviation[] words) in Table)
        {
            if (words.Any(word => word.Name == abbreviation))
            {
                return zones.Split(' ').First(static zone => zone.Contains('/'));
            }
        }

        return null;
    }
}
