namespace SalesforceJwt.Core.Records;

/// <summary>A record that was asked for.</summary>
/// <param name="Key">Its id or external id, as it was asked for.</param>
/// <param name="Json">The record as JSON in UTF-8; empty if there is none.</param>
/// <param name="Error">Why there is none; null if there is one.</param>
internal sealed record FetchedRecord(string Key, ReadOnlyMemory<byte> Json, SfException? Error = null);
