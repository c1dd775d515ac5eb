namespace SalesforceJwt.Fuzz.Tests.Engine;

/// <summary>The outcome of one input.</summary>
/// <param name="Signature">The kind of outcome, equal for inputs that end in the same way.</param>
/// <param name="Fault">What is wrong; null if nothing is.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Allocated">Total allocated managed memory, in bytes.</param>
internal sealed record Outcome(string Signature, string? Fault, TimeSpan Elapsed, long Allocated);
