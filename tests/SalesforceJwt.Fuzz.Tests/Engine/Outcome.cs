namespace SalesforceJwt.Fuzz.Tests.Engine;

/// <summary>What came of one input.</summary>
/// <param name="Signature">The kind of outcome: equal for inputs that took the same way.</param>
/// <param name="Fault">What is wrong; null if nothing is.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Allocated">Managed memory that it took in all, in bytes.</param>
internal sealed record Outcome(string Signature, string? Fault, TimeSpan Elapsed, long Allocated);
