using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.OAuth.Profiles;

namespace SalesforceJwt.PS.Connections;

/// <summary>Finds profiles by name or wildcard.</summary>
internal static class ProfileNames
{
    /// <summary>The profiles that a name means: all that match a wildcard, or the one of that name.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ProfileNotFound"/>, or the file cannot be read.</exception>
    public static IReadOnlyList<StoredProfile> Find(ProfileStore store, string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            return [store.Find(name)];
        }

        var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
        return [.. store.Read().Where(p => pattern.IsMatch(p.Name))];
    }
}
