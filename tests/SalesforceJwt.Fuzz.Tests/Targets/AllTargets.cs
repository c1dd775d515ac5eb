using SalesforceJwt.Fuzz.Tests.Engine;

namespace SalesforceJwt.Fuzz.Tests.Targets;

/// <summary>Every reader of outside text or bytes.</summary>
internal static class AllTargets
{
    public static IReadOnlyDictionary<string, FuzzTarget> ByName { get; } = new[]
    {
        KeyTargets.All, TokenTargets.All, TextTargets.All, FileTargets.All, SignInTargets.All, CallbackTargets.All, RestTargets.All,
            DataTargets.All,
        RecordTargets.All, BulkTargets.All, PowerShellTargets.All, NetworkTargets.All,
    }.SelectMany(t => t).ToDictionary(t => t.Name);
}
