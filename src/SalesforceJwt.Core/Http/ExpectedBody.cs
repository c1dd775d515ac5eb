namespace SalesforceJwt.Core.Http;

/// <summary>What kind of body a successful answer has.</summary>
internal enum ExpectedBody
{
    /// <summary>JSON, never empty.</summary>
    Json,

    /// <summary>Rows of CSV; possibly none.</summary>
    Csv,

    /// <summary>A file of any type; <see cref="ExpectedFile"/> checks its size and checksum.</summary>
    File,

    /// <summary>None, or an empty JSON object.</summary>
    None,

    /// <summary>Anything, except an HTML page or an empty body from a resource that never returns one.</summary>
    Any,

    /// <summary>Not checked, status included.</summary>
    Unchecked,
}
