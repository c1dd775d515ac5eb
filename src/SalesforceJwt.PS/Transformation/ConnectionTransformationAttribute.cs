using System.Collections;
using System.Management.Automation;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Transformation;

/// <summary>
/// Accepts a connection or a name. Other values are kept for the cmdlet's own error, which explains the cause: a variable that is empty
/// without <c>$using:</c>, or a copy from another process. PowerShell's error for them would not.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConnectionTransformationAttribute : NoSecretAttribute
{
    /// <summary>Whether the parameter takes a list. Where it does not, a list of one is the one in it.</summary>
    public bool TakesSeveral { get; init; }

    /// <summary>Whether other values of the pipeline, such as names, are left to another parameter.</summary>
    public bool AcceptsConnectionsOnly { get; init; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var input = base.Transform(engineIntrinsics, inputData);
        if (AcceptsConnectionsOnly && PSValue.Unwrap(input) is not (null or SfConnection) && !IsCopy(input))
        {
            // PowerShell goes on with the next parameter only if a conversion has failed.
            throw new ArgumentTransformationMetadataException("The value is not a connection.", new PSInvalidCastException());
        }

        return PSValue.Unwrap(input) switch
        {
            IList list when TakesSeveral => list.Cast<object?>().Select(Refer).ToArray(),
            IList { Count: 1 } list => Refer(list[0]),
            IList list => new SfConnectionReference(
                list.Count == 0 ? "The connection is an empty list." : $"{list.Count} connections were given where one was expected.",
                "Give one of them: -Connection $connections[0]. For each of them: $connections | ForEach-Object { … -Connection $_ }."),
            null when AcceptsConnectionsOnly => new SfConnectionReference(
                "An object of the pipeline is $null: neither a user nor a connection. In ForEach-Object -Parallel, Start-ThreadJob and "
                    + "Invoke-Command, a variable from outside is empty unless it is written with $using:.",
                "Leave empty values out: … | Where-Object { $_ } | Get-SfUser."),
            _ => Refer(input),
        };
    }

    private static SfConnectionReference Refer(object? input) => PSValue.Unwrap(input) switch
    {
        SfConnectionReference reference => reference,
        SfConnection connection => new(connection),
        string name => new(name),
        null => new(
            "The connection is $null. In ForEach-Object -Parallel, Start-ThreadJob and Invoke-Command, "
                + "a variable from outside is empty unless it is written with $using:.",
            "Write -Connection $using:connection there; leave -Connection out for the session's default."),
        _ when IsCopy(input) => new(
            "The connection is a copy, as a job in another process or a file gets it. A copy holds no token and no key.",
            "Connect in the job itself (Connect-SfJwt), or stay in this process: Start-ThreadJob or ForEach-Object -Parallel, "
                + "with -Connection $using:connection. "
                + "To pass a token on, give Connect-SfToken the token and the instance URL that Get-SfAccessToken gives."),
        _ when Is<SfAccessToken>(input, nameof(SfAccessToken.InstanceUrl), nameof(SfAccessToken.Token)) => new(
            "The value of -Connection is an access token.",
            "Make a connection of it first: Connect-SfToken -AccessToken $token.Token -InstanceUrl $token.InstanceUrl."),
        _ when Is<SfProfile>(input, nameof(SfProfile.ProfileName), nameof(SfProfile.KeyKind)) => new(
            "The value of -Connection is a profile.",
            "Connect with it first: Connect-SfJwt -Profile $profile.Name."),
        var other => new(
            $"The value of -Connection is of type {other.GetType().Name}.",
            "Give a connection from a Connect-Sf cmdlet, or the name of a connection of this session."),
    };

    private static bool IsCopy(object? input) =>
        Is<SfConnection>(input, nameof(SfConnection.InstanceUrl), nameof(SfConnection.IsConnected));

    /// <summary>
    /// Whether a value is of this type, a copy of one (from a job, Select-Object, Import-Clixml), or has its members (from JSON or CSV).
    /// </summary>
    private static bool Is<T>(object? input, params ReadOnlySpan<string> members)
    {
        if (PSValue.Unwrap(input) is IDictionary dictionary)
        {
            return Array.TrueForAll(members.ToArray(), dictionary.Contains);
        }

        var copy = PSObject.AsPSObject(input);
        return copy.TypeNames.Any(name => name.EndsWith(typeof(T).FullName!, StringComparison.Ordinal))
            || Array.TrueForAll(members.ToArray(), name => copy.Properties[name] is not null);
    }
}
