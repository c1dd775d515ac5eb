using System.Collections.Specialized;
using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core.Canvas;
using SalesforceJwt.PS.Output;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Models;

/// <summary>The content of a verified Canvas signed request: who opens the app, where, and with which token.</summary>
public sealed class SfSignedRequest
{
    private static readonly string[] Secrets = ["oauthToken", "refreshToken"];

    internal SfSignedRequest(SignedRequest request)
    {
        UserId = request.UserId;
        Username = request.Username;
        OrganizationId = request.OrganizationId;
        InstanceUrl = request.InstanceUrl;
        IssuedAt = request.IssuedAt;
        ExpiresAt = request.ExpiresAt;
        AccessToken = request.AccessToken is { } access ? Secret.Protect(access) : null;
        RefreshToken = request.RefreshToken is { } refresh ? Secret.Protect(refresh) : null;
        var content = JsonReader.ReadWhole(request.Json, "the signed request");
        Client = WithoutSecrets(Part(content, "client"));
        Context = Part(content, "context");
    }

    /// <summary>The user's id.</summary>
    public string? UserId { get; }

    /// <summary>The Salesforce username.</summary>
    public string? Username { get; }

    /// <summary>The org's id.</summary>
    public string? OrganizationId { get; }

    /// <summary>Where the org's API is.</summary>
    public string? InstanceUrl { get; }

    /// <summary>When it was issued, UTC; Salesforce often leaves it out.</summary>
    public DateTimeOffset? IssuedAt { get; }

    /// <summary>Until when it is valid, UTC; empty if it has none.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>The user's access token (<c>client.oauthToken</c>).</summary>
    public SecureString? AccessToken { get; }

    /// <summary>The refresh token (<c>client.refreshToken</c>); empty where there is none.</summary>
    public SecureString? RefreshToken { get; }

    /// <summary>The client part without its tokens: instance id, instance URL, target origin.</summary>
    public object? Client { get; }

    /// <summary>The context: application, user, environment, organization, links.</summary>
    public object? Context { get; }

    /// <summary>Never a token.</summary>
    public override string ToString() => $"{Username} at {InstanceUrl}";

    private static object? Part(object content, string name) =>
        content is OrderedDictionary dictionary ? dictionary[name] : ((PSObject)content).Properties[name]?.Value;

    private static object? WithoutSecrets(object? client)
    {
        foreach (var secret in Secrets)
        {
            if (client is OrderedDictionary dictionary)
            {
                dictionary.Remove(secret);
            }
            else if (client is PSObject part)
            {
                part.Properties.Remove(secret);
            }
        }

        return client;
    }
}
