namespace SalesforceJwt.Core.Http;

/// <summary>What kind of body a successful answer has.</summary>
internal enum ExpectedBody
{
    /// <summary>JSON, never empty.</summary>
    Json,

    /// <summary>Rows of CSV. Whether they may be none, the reader of the rows knows.</summary>
    Csv,

    /// <summary>A file of any type. Whether it is the right one, its size and checksum tell.</summary>
    File,

    /// <summary>None, or an empty JSON object.</summary>
    None,

    /// <summary>Whatever the resource gives; but no HTML page, and not nothing, where Salesforce gives neither.</summary>
    Any,

    /// <summary>Not checked, status included.</summary>
    Unchecked,
}
