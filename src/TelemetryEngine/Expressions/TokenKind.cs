namespace TelemetryEngine.Expressions;

// What the tokenizer cuts texts into. A word that is reserved has a kind of its own: it names a column only in double quotes.
internal enum TokenKind
{
    // A bare word that is not reserved: a column, a function, or a word that has a meaning only where it stands.
    Name,

    // A name in double quotes.
    QuotedName,

    // Digits.
    Integer,

    // Digits with a point or an exponent.
    Decimal,

    // Digits and a unit, as 15m. Only in SQL.
    Duration,

    // Text in single quotes.
    Text,

    // ? or $name. Only in SQL.
    Parameter,

    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Concat,
    Open,
    Close,
    Comma,

    // Symbols that only SQL has.
    Dot,
    Arrow,
    DoubleColon,
    Semicolon,

    // Words that are reserved everywhere.
    And,
    Or,
    Not,
    Is,
    Null,
    Between,
    In,
    Like,
    True,
    False,
    Case,
    When,
    Then,
    Else,
    End,

    // Words that SQL reserves.
    Select,
    Distinct,
    From,
    Where,
    Group,
    Having,
    Qualify,
    Order,
    Limit,
    Offset,
    Union,
    Join,
    Inner,
    Left,
    Right,
    Full,
    Cross,
    Outer,
    Semi,
    Anti,
    Asof,
    On,
    Using,
    With,
    As,
}
