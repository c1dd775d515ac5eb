using System.Collections;
using System.Management.Automation;
using System.Reflection;

namespace SalesforceJwt.PS.Tests;

/// <summary>
/// What a cmdlet's attributes say, read as data: without PowerShell there is only its reference assembly, whose attributes cannot be run.
/// </summary>
public sealed record CmdletDescription(Type Type)
{
    private readonly CustomAttributeData _cmdlet = Type.GetCustomAttributesData().Single(a => a.AttributeType == typeof(CmdletAttribute));

    public string Verb => (string)_cmdlet.ConstructorArguments[0].Value!;

    public string Noun => (string)_cmdlet.ConstructorArguments[1].Value!;

    public string Name => $"{Verb}-{Noun}";

    public bool SupportsShouldProcess => Named(_cmdlet, "SupportsShouldProcess") is true;

    public IReadOnlyList<Type> OutputTypes =>
    [
        .. Type.GetCustomAttributesData()
            .Where(a => a.AttributeType == typeof(OutputTypeAttribute))
            .SelectMany(a => a.ConstructorArguments)
            .SelectMany(a => a.Value is IEnumerable several and not string ? several.Cast<CustomAttributeTypedArgument>() : [a])
            .Select(a => a.Value)
            .OfType<Type>(),
    ];

    /// <summary>Each [Parameter] with the property it stands on.</summary>
    public IEnumerable<(string Property, string? HelpMessage)> Parameters =>
        from property in Type.GetProperties()
        from attribute in property.GetCustomAttributesData()
        where attribute.AttributeType == typeof(ParameterAttribute)
        select (property.Name, Named(attribute, "HelpMessage") as string);

    public override string ToString() => Name;

    private static object? Named(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(a => a.MemberName == name).TypedValue.Value;
}
