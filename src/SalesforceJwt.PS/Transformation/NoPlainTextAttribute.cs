using System.Management.Automation;
using System.Security;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Transformation;

/// <summary>Refuses plain text where a SecureString belongs: PowerShell would quote it in an error of its own.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NoPlainTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        PSValue.Unwrap(inputData) is null or SecureString
            ? inputData
            : throw new ArgumentTransformationMetadataException(
                "The value must be a SecureString; what was given is not shown. "
                    + "Ask for it with Read-Host -AsSecureString, or convert it: ConvertTo-SecureString $env:NAME -AsPlainText -Force.");
}
