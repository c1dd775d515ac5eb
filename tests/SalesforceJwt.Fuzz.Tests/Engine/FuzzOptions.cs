using System.Globalization;

namespace SalesforceJwt.Fuzz.Tests.Engine;

/// <summary>How long and from which seed to run, from environment variables.</summary>
/// <param name="Seed">The seed of the pseudo-random choices: the same seed gives the same inputs.</param>
/// <param name="Time">How long each target runs; null for its own number of inputs.</param>
/// <param name="Target">The beginning of the names of the targets to run; null for all.</param>
internal sealed record FuzzOptions(int Seed, TimeSpan? Time, string? Target)
{
    public static FuzzOptions Current { get; } = new(
        Number("SFJWT_FUZZ_SEED") ?? 20260101,
        Number("SFJWT_FUZZ_SECONDS") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Environment.GetEnvironmentVariable("SFJWT_FUZZ_TARGET"));

    private static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture,
            out var number) ? number : null;
}
