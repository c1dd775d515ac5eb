using System.Collections;
using System.Management.Automation;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Security;
using SalesforceJwt.PS.Errors;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Transformation;

/// <summary>
/// Refuses a secret in a parameter whose value PowerShell converts or validates: its own error would quote the value.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public class NoSecretAttribute : ArgumentTransformationAttribute
{
    // Recognizable secrets are at least this long. For shorter values Core, which recognizes them, need not load.
    private const int ShortestSecret = 16;

    /// <summary>Whether the value may be a URL with user name and password, such as a proxy's; no message shows these.</summary>
    public bool TakesUserInfo { get; init; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        foreach (var value in Values(inputData))
        {
            if (value is string { Length: >= ShortestSecret } or Uri)
            {
                Refuse(value.ToString()!);
            }
        }

        return inputData;
    }

    private static IEnumerable<object?> Values(object? input)
    {
        var value = PSValue.Unwrap(input);
        return value is IList list and not byte[]? list.Cast<object?>().Select(PSValue.Unwrap) : [value];
    }

    private void Refuse(string value)
    {
        if (SecretText.Detect(value) is { } kind && !(TakesUserInfo && kind == SecretKind.Password))
        {
            throw new ArgumentTransformationMetadataException(
                CommandAdvice.Text(SignInValue.Misplaced($"The value cannot be {SecretText.Describe(value, kind)}.")));
        }
    }
}
