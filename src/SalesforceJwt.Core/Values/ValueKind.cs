namespace SalesforceJwt.Core.Values;

/// <summary>The kinds of values that <see cref="ValueText"/> writes.</summary>
internal enum ValueKind
{
    /// <summary>A type that has no text form for Salesforce, such as a list or an object.</summary>
    Unsupported,

    /// <summary>No value; its text is empty.</summary>
    Null,

    /// <summary>A text, or a value that is written as one: a character, an enum's name, a GUID, a URL, a version.</summary>
    Text,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>Infinity or NaN, which neither JSON nor SOQL can express.</summary>
    NotFinite,

    /// <summary>A day: <c>2026-11-29</c>.</summary>
    Date,

    /// <summary>A point in time, in UTC with milliseconds: <c>2026-11-29T10:15:30.123Z</c>.</summary>
    DateTime,

    /// <summary>A time of day: <c>10:15:30.123Z</c>.</summary>
    Time,

    /// <summary>A length of time, in .NET's constant format: <c>01:30:00</c>. Salesforce has no such field type.</summary>
    Duration,

    /// <summary>Bytes, in base64.</summary>
    Binary,
}
