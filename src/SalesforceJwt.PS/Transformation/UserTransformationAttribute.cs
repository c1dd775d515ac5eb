using System.Collections;
using System.Management.Automation;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Transformation;

/// <summary>
/// Accepts texts that name users, and objects with a property that does. The objects are kept: records know their org, and PowerShell's own
/// conversion would take any property or text of an object for a user, such as the name of a record.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UserTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>
    /// The properties that name a user, the first one with a value counts: a username is unique across orgs, while a sandbox has the ids of
    /// the org that it was copied from.
    /// </summary>
    internal static IReadOnlyList<string> Properties { get; } = ["Username", "User", "Identity", "UserId", "AssigneeId", "Id"];

    /// <summary>Whether the parameter takes a list.</summary>
    public bool TakesSeveral { get; init; } = true;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PSValue.Unwrap(inputData) switch
    {
        null => null,
        IList list when TakesSeveral => list.Cast<object?>().Select(one => one is null ? null : Refer(one)).ToArray(),
        _ when TakesSeveral => new[] { Refer(inputData!) },
        _ => Refer(inputData!),
    };

    private static SfUserReference Refer(object input) => PSValue.Unwrap(input) switch
    {
        SfUserReference reference => reference,
        IDictionary dictionary => new(Find(name => dictionary.Keys.OfType<string>()
            .FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } key ? dictionary[key] : null), dictionary),
        var value when Text(value) is { } text => new(text, value),
        _ => new(Find(name => ValueOf(PSObject.AsPSObject(input).Properties[name])), input),
    };

    private static string? Find(Func<string, object?> valueOf) =>
        Properties.Select(name => Text(PSValue.Unwrap(valueOf(name)))).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));

    /// <summary>A value that is a text; null for objects, which have properties instead.</summary>
    private static string? Text(object? value) => value is string or ValueType ? LanguagePrimitives.ConvertTo<string>(value) : null;

    private static object? ValueOf(PSPropertyInfo? property)
    {
        try
        {
            return property?.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }
}
