using System.Collections;
using System.Management.Automation;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.PS.Transformation;

/// <summary>Refuses a secret where PowerShell would convert or check the value, and quote it in an error of its own: numbers, dates, sets, objects.</summary>
[AttributeUsage(AttributeTargets.Property)]
public class NoSecretAttribute : ArgumentTransformationAttribute
{
    // No secret that can be recognized is shorter; shorter values do not load what recognizes them.
    private const int ShortestSecret = 16;

    /// <summary>Whether it may be a URL with user name and password, as that of a proxy; no message shows these.</summary>
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
        var value = Unwrap(input);
        return value is IList list and not byte[]? list.Cast<object?>().Select(Unwrap) : [value];
    }

    /// <summary>The value itself.</summary>
    private protected static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private void Refuse(string value)
    {
        if (SecretText.Detect(value) is { } kind && !(TakesUserInfo && kind == SecretKind.Password))
        {
            throw new ArgumentTransformationMetadataException($"The value cannot be {SecretText.Describe(value, kind)}. {SignInValue.Misplaced}");
        }
    }
}
