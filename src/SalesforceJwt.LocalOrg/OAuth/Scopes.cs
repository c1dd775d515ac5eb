namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>Lists of scopes, separated by spaces.</summary>
internal static class Scopes
{
    private const string Full = "full";
    private static readonly string[] Offline = ["refresh_token", "offline_access"];

    public static string[] Split(string scope) => scope.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether it includes a refresh token; <c>full</c> does not.</summary>
    public static bool IsOffline(string scope) => Split(scope).Intersect(Offline).Any();

    /// <summary>Whether it creates a lasting approval: a refresh token and another scope.</summary>
    public static bool IsLasting(string scope) => IsOffline(scope) && Split(scope).Except(Offline).Any();

    /// <summary>Whether every requested scope is granted.</summary>
    public static bool Cover(string granted, string asked) => Split(asked).All(scope =>
        Offline.Contains(scope) ? IsOffline(granted) : Split(granted).Contains(scope) || Split(granted).Contains(Full));
}
