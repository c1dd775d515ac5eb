using System.Collections;
using System.Management.Automation;
using System.Net.Mail;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Transformation;

/// <summary>
/// Accepts texts that name something, and objects with a property that does. The objects are kept: records know their org, and PowerShell's
/// own conversion would take any text of an object for the name.
/// </summary>
/// <param name="properties">The properties that name it; the first one with a value counts.</param>
[AttributeUsage(AttributeTargets.Property)]
public class ReferenceTransformationAttribute(params string[] properties) : ArgumentTransformationAttribute
{
    /// <summary>The properties that name it; the first one with a value counts.</summary>
    public IReadOnlyList<string> Properties { get; } = properties;

    /// <summary>Whether the parameter takes a list. Where it does not, a list of one is the one in it.</summary>
    public bool TakesSeveral { get; init; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PSValue.Unwrap(inputData) switch
    {
        null => null,
        IList list when TakesSeveral => list.Cast<object?>().Select(one => one is null ? null : Refer(one)).ToArray(),
        _ when TakesSeveral => new[] { Refer(inputData!) },
        IList { Count: 1 } list when list[0] is { } only => Refer(only),
        _ => Refer(inputData!),
    };

    private SfReference Refer(object input) => PSValue.Unwrap(input) switch
    {
        SfReference reference => reference,
        IDictionary dictionary => new(Find(name => dictionary.Keys.OfType<string>()
            .FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } key ? dictionary[key] : null), dictionary),
        var value when Text(value) is { } text => new(text, value),
        _ => new(Find(name => ValueOf(PSObject.AsPSObject(input).Properties[name])), input),
    };

    private string? Find(Func<string, object?> valueOf) =>
        Properties.Select(name => Text(PSValue.Unwrap(valueOf(name)))).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));

    /// <summary>A value that is a text; null for objects, which have properties instead.</summary>
    private static string? Text(object? value) => value switch
    {
        string or ValueType => LanguagePrimitives.ConvertTo<string>(value),

        // Its property User is the part before the @.
        MailAddress address => address.Address,
        _ => null,
    };

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
