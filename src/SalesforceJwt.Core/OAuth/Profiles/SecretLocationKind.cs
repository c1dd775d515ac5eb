namespace SalesforceJwt.Core.OAuth.Profiles;

/// <summary>The kinds of places in which a profile can locate a secret.</summary>
internal enum SecretLocationKind
{
    /// <summary>A file; the value is its full path.</summary>
    Path,

    /// <summary>A certificate in the store of the user or the machine; the value is its SHA-1 thumbprint.</summary>
    Thumbprint,

    /// <summary>An environment variable; the value is its name.</summary>
    Variable,

    /// <summary>A secret in a vault of Microsoft.PowerShell.SecretManagement; the value is its name.</summary>
    Secret,

    /// <summary>A command that signs without revealing its key; the value is its name.</summary>
    Command,
}
