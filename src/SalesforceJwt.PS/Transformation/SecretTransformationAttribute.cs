using System.Management.Automation;
using System.Security;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Transformation;

/// <summary>
/// Lets a SecureString parameter accept plain text as well: a CI variable or the lines of <c>Get-Content</c>. Also accepts the output of
/// <c>Get-SfAccessToken</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = PSValue.Unwrap(inputData);
        return value switch
        {
            string text => Secret.Protect(text),
            object[] lines when Array.TrueForAll(lines, l => l is string or PSObject { BaseObject: string }) =>
                Secret.Protect(string.Join('\n', lines)),
            SfAccessToken token => token.Token,
            _ => TokenOf(inputData) ?? value,
        };
    }

    /// <summary>The token of an <see cref="SfAccessToken"/> that came from another process with its SecureString.</summary>
    private static SecureString? TokenOf(object? input) =>
        input is PSObject copy && copy.TypeNames.Contains("Deserialized." + typeof(SfAccessToken).FullName)
            ? copy.Properties[nameof(SfAccessToken.Token)]?.Value as SecureString
            : null;
}
