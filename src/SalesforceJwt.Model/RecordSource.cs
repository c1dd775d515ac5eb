namespace SalesforceJwt.Model;

/// <summary>What the records of one answer have in common.</summary>
/// <param name="ObjectName">API name of their object; null if they are not records of an object, such as an address.</param>
/// <param name="Names">Names of their fields.</param>
/// <param name="Origin">The org that they come from; null if it is unknown.</param>
internal sealed record RecordSource(string? ObjectName, string[] Names, RecordOrigin? Origin);
