using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.PS.Connections;

/// <summary>A JWT sign-in that is ready to go.</summary>
/// <param name="Name">The name for its connection.</param>
/// <param name="Flow">Who signs in and how; whoever takes it disposes it.</param>
/// <param name="Options">The rest.</param>
/// <param name="Key">Where the key came from.</param>
internal sealed record JwtSignIn(string Name, JwtBearerFlow Flow, SfSessionOptions Options, KeyOrigin Key);
