using System.Text;

namespace TelemetryEngine.DataGen.Rows;

// The 413 weather stations of the profile Profile.OneBillionRows, sorted by their UTF-8 bytes, so that a station's number is also its code
// in a sorted dictionary. No name holds a comma, a semicolon or a quote: every text format writes them as they are.
internal static class StationNames
{
    // Bytes from one name to the next in Table: a copy of constant size needs no loop.
    public const int Stride = 32;

    // The names as text.
    public static readonly string[] All =
    [
        "Aalborg", "Aarhus", "Abidjan", "Abu Dhabi", "Abéché", "Adana", "Addis Ababa", "Adelaide", "Agadir", "Alexandria", "Almaty",
        "Amman", "Amsterdam", "Anchorage", "Andorra la Vella", "Antananarivo", "Antwerp", "Arequipa", "Asmara", "Asunción", "Athens",
        "Atlanta", "Auckland", "Augsburg", "Bacău", "Baghdad", "Baku", "Baltimore", "Bamako", "Bangui", "Banjul", "Barcelona", "Bata",
        "Beijing", "Beirut", "Belfast", "Belmopan", "Bergen", "Berlin", "Bern", "Białystok", "Bilbao", "Birmingham", "Bishkek",
        "Bissau", "Bogotá", "Bordeaux", "Boston", "Brasília", "Bratislava", "Bremen", "Brisbane", "Brno", "Brussels", "Bucharest",
        "Buenos Aires", "Bujumbura", "Burgos", "Bydgoszcz", "Calgary", "Canberra", "Cape Town", "Caracas", "Cardiff", "Castries",
        "Cayenne", "Chennai", "Chicago", "Chișinău", "Chongqing", "Christchurch", "Cluj-Napoca", "Coimbra", "Cologne", "Conakry",
        "Copenhagen", "Cork", "Cotonou", "Cádiz", "Córdoba", "Da Nang", "Dakar", "Dallas", "Damascus", "Dar es Salaam", "Darwin",
        "Denver", "Detroit", "Dhaka", "Dijon", "Djibouti", "Dodoma", "Doha", "Douala", "Dresden", "Dubai", "Dublin", "Durban",
        "Dushanbe", "Düsseldorf", "Edinburgh", "Edmonton", "El Paso", "Erfurt", "Esbjerg", "Espoo", "Essen", "Faro", "Fez", "Florence",
        "Fortaleza", "Frankfurt am Main", "Freetown", "Freiburg im Breisgau", "Fukuoka", "Funchal", "Gaborone", "Galway", "Gaziantep",
        "Gdańsk", "Geneva", "Genoa", "Ghent", "Gießen", "Girona", "Glasgow", "Gothenburg", "Graz", "Grenoble", "Groningen",
        "Guadalajara", "Guatemala City", "Győr", "Göttingen", "Haifa", "Halifax", "Hamburg", "Hamilton", "Hanover", "Harare",
        "Hargeisa", "Havana", "Heraklion", "Hiroshima", "Ho Chi Minh City", "Hobart", "Hong Kong", "Honiara", "Houston", "Hyderabad",
        "Hải Phòng", "Iași", "Ibadan", "Iquitos", "Irkutsk", "Islamabad", "Istanbul", "Jakarta", "Jaén", "Jena", "Jerusalem",
        "Johannesburg", "Juneau", "Jönköping", "Kabul", "Kampala", "Kano", "Karachi", "Karlsruhe", "Kathmandu", "Kaunas", "Khartoum",
        "Kiel", "Kigali", "Kingston", "Klagenfurt", "Košice", "Kraków", "Kuala Lumpur", "Kumasi", "Kuopio", "Kuwait City", "Kyiv",
        "La Coruña", "La Paz", "La Serena", "Lagos", "Lahore", "Las Palmas", "Las Vegas", "Lausanne", "Leipzig", "León", "Liberec",
        "Libreville", "Lille", "Lima", "Linköping", "Linz", "Lisbon", "Liverpool", "Liège", "Logroño", "Lomé", "London", "Los Angeles",
        "Louisville", "Luanda", "Lucerne", "Luleå", "Lusaka", "Luxembourg", "Lviv", "Lyon", "Lübeck", "Madrid", "Magdeburg", "Mainz",
        "Majuro", "Malmö", "Malé", "Managua", "Manama", "Manaus", "Mandalay", "Manila", "Maputo", "Maribor", "Marseille", "Maseru",
        "Mbabane", "Medellín", "Melbourne", "Mexico City", "Miami", "Milan", "Minneapolis", "Minsk", "Monaco", "Monrovia", "Monterrey",
        "Montevideo", "Montréal", "Mumbai", "Murcia", "Muscat", "Málaga", "Mérida", "München", "Münster", "N'Djamena", "Nagoya",
        "Nantes", "Naples", "Nashville", "New Delhi", "New Orleans", "New York City", "Niamey", "Nice", "Nicosia", "Norrköping",
        "Nouakchott", "Nouméa", "Nuuk", "Nürnberg", "Oaxaca", "Odense", "Odesa", "Oklahoma City", "Omaha", "Oporto", "Oradea", "Oran",
        "Osaka", "Osijek", "Oslo", "Ottawa", "Oulu", "Oviedo", "Palermo", "Palikir", "Panama City", "Paris", "Perth",
        "Petropavlovsk-Kamchatsky", "Philadelphia", "Phnom Penh", "Phoenix", "Plovdiv", "Plzeň", "Podgorica", "Poitiers",
        "Ponta Delgada", "Port Louis", "Port Moresby", "Port Vila", "Port-au-Prince", "Porto Alegre", "Potsdam", "Poznań", "Prague",
        "Praia", "Pretoria", "Puerto Montt", "Punta Arenas", "Pyongyang", "Pécs", "Quito", "Québec", "Rabat", "Recife",
        "Reggio nell'Emilia", "Rennes", "Reykjavík", "Riga", "Rijeka", "Rio de Janeiro", "Riyadh", "Rosario", "Rostock", "Rotterdam",
        "Rouen", "Rzeszów", "Saarbrücken", "Salamanca", "Salt Lake City", "Salvador", "Salzburg", "San Antonio", "San Diego",
        "San Francisco", "San José", "San Juan", "San Marino", "San Salvador", "Sana'a", "Santa Cruz de Tenerife",
        "Santiago de Compostela", "Santo Domingo", "Sapporo", "Seattle", "Seoul", "Seville", "Singapore", "Skopje", "Sofia", "Split",
        "St. John's", "Stockholm", "Stralsund", "Strasbourg", "Stuttgart", "Suva", "Szczecin", "Szeged", "São Paulo", "São Tomé",
        "Tallinn", "Tampere", "Tarragona", "Tartu", "Tashkent", "Tegucigalpa", "Tehran", "Tel Aviv", "Thessaloniki", "Thimphu", "Tokyo",
        "Toronto", "Toulouse", "Tripoli", "Tromsø", "Trondheim", "Tunis", "Turin", "Tübingen", "Ulaanbaatar", "Ulm", "Umeå", "Uppsala",
        "Ushuaia", "Utrecht", "Valencia", "Valletta", "Valparaíso", "Vancouver", "Varna", "Vienna", "Vientiane", "Vigo", "Vilnius",
        "Vitoria-Gasteiz", "Västerås", "Wellington", "Windhoek", "Winnipeg", "Wrocław", "Würzburg", "Yakutsk", "Yaoundé", "Yokohama",
        "Zadar", "Zagreb", "Zwolle", "Zürich", "Ålesund", "Évora", "Örebro", "Ürümqi", "İzmir", "Łódź", "Žilina",
    ];

    // The names as UTF-8, each padded to Stride bytes.
    public static readonly byte[] Table = Pad();

    // The length in bytes of each name.
    public static readonly byte[] Lengths = [.. All.Select(name => (byte)Encoding.UTF8.GetByteCount(name))];

    private static byte[] Pad()
    {
        byte[] table = new byte[All.Length * Stride];
        for (int i = 0; i < All.Length; i++)
        {
            Encoding.UTF8.GetBytes(All[i], table.AsSpan(i * Stride, Stride));
        }

        return table;
    }
}
