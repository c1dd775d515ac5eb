using SalesforceJwt.Core.OAuth.Profiles;

namespace SalesforceJwt.PS.Connections;

/// <summary>Where a connection's key came from, for a profile to find it again.</summary>
/// <param name="Key">The place; null where the key itself was given.</param>
/// <param name="Password">The place of its password; null where there is none or it was given itself.</param>
/// <param name="IsEncrypted">Whether the key needs a password.</param>
internal sealed record KeyOrigin(SecretLocation? Key, SecretLocation? Password, bool IsEncrypted);
