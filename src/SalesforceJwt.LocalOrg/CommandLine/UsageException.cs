namespace SalesforceJwt.LocalOrg.CommandLine;

/// <summary>An option is invalid, or a file that it names cannot be read.</summary>
internal sealed class UsageException(string message) : Exception(message);
