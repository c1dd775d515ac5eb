using System.Management.Automation;

namespace SalesforceJwt.PS.Transformation;

/// <summary>Lets a SecureString parameter take plain text as well: a CI variable, or the lines of <c>Get-Content</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            string text => Secret.Protect(text),
            object[] lines when Array.TrueForAll(lines, l => l is string or PSObject { BaseObject: string }) => Secret.Protect(string.Join('\n', lines)),
            _ => value,
        };
    }
}
