using System.Collections;
using System.Management.Automation;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Transformation;

/// <summary>
/// Explains why a parameter rejects text, and copies of objects from jobs and files, which lack the hidden members. PowerShell's own error
/// says only that the object cannot be bound.
/// </summary>
/// <param name="type">The type.</param>
/// <param name="remedy">What to give instead.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OriginalsOnlyAttribute(Type type, string remedy) : NoSecretAttribute
{
    /// <summary>The type.</summary>
    public Type Type { get; } = type;

    /// <summary>What to give instead.</summary>
    public string Remedy { get; } = remedy;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var input = base.Transform(engineIntrinsics, inputData);
        foreach (var value in PSValue.Unwrap(input) is IList list ? list.Cast<object?>() : [input])
        {
            if (value is not null && PSObject.AsPSObject(value).TypeNames.Contains("Deserialized." + Type.FullName))
            {
                throw new ArgumentTransformationMetadataException(
                    $"The object is a copy, as a job in another process or a file holds it. {Remedy}");
            }

            if (PSValue.Unwrap(value) is string)
            {
                throw new ArgumentTransformationMetadataException($"The value is a text. {Remedy}");
            }
        }

        return input;
    }
}
