using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;

namespace SalesforceJwt.PS.Output;

/// <summary>Values as PowerShell passes them.</summary>
internal static class PSValue
{
    /// <summary>The value inside a PSObject. That of a custom object is empty: its properties are on the PSObject.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
