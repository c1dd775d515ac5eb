using System.Management.Automation;

namespace SalesforceJwt.PS.Signing;

/// <summary>
/// Values whose code runs in the runspace that made them, wherever it is called: another thread waits until that runspace is idle, which a
/// runspace that waits for a renewal never is.
/// </summary>
internal static class RunspaceAffinity
{
    /// <summary>What a value is, if it belongs to a runspace; null for any other.</summary>
    public static string? Of(object? value) => value switch
    {
        ScriptBlock => "a script block",
        FunctionInfo => "a function",
        _ when value is not null && IsOfPowerShellClass(value.GetType()) => $"an object of the PowerShell class {value.GetType().Name}",
        _ => null,
    };

    private static bool IsOfPowerShellClass(Type type) =>
        Has(type.Assembly.CustomAttributes, "DynamicClassImplementationAssemblyAttribute")
        && !Has(type.CustomAttributes, "NoRunspaceAffinityAttribute");

    private static bool Has(IEnumerable<System.Reflection.CustomAttributeData> attributes, string name) =>
        attributes.Any(attribute => attribute.AttributeType.Name == name);
}
