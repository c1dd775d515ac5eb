namespace SalesforceJwt.LocalOrg.CommandLine;

/// <summary>The command line cannot be understood, or names what is not there.</summary>
internal sealed class UsageException(string message) : Exception(message);
