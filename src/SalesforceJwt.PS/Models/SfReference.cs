using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Security;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Models;

/// <summary>The value of a parameter that names something of the org, such as a user: a text, or an object that has one.</summary>
public sealed class SfReference : IEquatable<SfReference>
{
    /// <summary>Refers to something by its name.</summary>
    /// <param name="name">The name, or what else identifies it.</param>
    public SfReference(string name)
        : this(name, name)
    {
    }

    /// <summary>Refers to what an object is about.</summary>
    /// <param name="name">The text in it that is the name; null if there is none.</param>
    /// <param name="source">The object.</param>
    internal SfReference(string? name, object source) => (Name, Source) = (name ?? string.Empty, source);

    /// <summary>The name; empty where an object has none.</summary>
    public string Name { get; }

    /// <summary>The object or text that was given.</summary>
    internal object Source { get; }

    /// <summary>The name, which must be there.</summary>
    /// <param name="what">What it names, with its article.</param>
    /// <param name="remedy">What to do where there is none.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ValueMissing"/>.</exception>
    internal string Require(string what, string remedy)
    {
        if (!string.IsNullOrWhiteSpace(Name))
        {
            return Name;
        }

        // Other objects than records are named by their type only: they may hold anything.
        var source = PSValue.Unwrap(Source) switch
        {
            string => "The text",
            SfRecord record => $"The record {SecretText.Quote(record.ToString())}",
            _ => $"The object of the type {PSObject.AsPSObject(Source).TypeNames[0]}",
        };
        throw new SfException(SfErrorKind.ValueMissing, $"{source} does not name {what}.", remedy);
    }

    /// <summary>Whether both have the same name, so that <c>$Identity -eq 'anna@acme.example'</c> works in the filter of a mock.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(SfReference? other) => other is not null && Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SfReference);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
