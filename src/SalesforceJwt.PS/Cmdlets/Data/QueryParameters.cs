using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Internal;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Query.Soql;

namespace SalesforceJwt.PS.Cmdlets.Data;

/// <summary>Binds the values of <c>-Parameter</c> to a query.</summary>
internal static class QueryParameters
{
    /// <exception cref="SfException">A parameter is missing, unused, or has a value without a literal.</exception>
    public static string Bind(string soql, IDictionary? parameters) => SoqlParameters.Bind(soql, Values(parameters ?? new Hashtable()));

    private static Dictionary<string, object?> Values(IDictionary parameters)
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in parameters)
        {
            values[$"{entry.Key}"] = Unwrap(entry.Value);
        }

        return values;
    }

    /// <summary>The .NET value: PowerShell wraps some values, and the items of lists as well. Lists are enumerated later, once.</summary>
    private static object? Unwrap(object? value) => value switch
    {
        null => null,
        PSObject wrapped when wrapped == AutomationNull.Value => null,
        PSObject { BaseObject: not PSCustomObject } wrapped => Unwrap(wrapped.BaseObject),
        string or IDictionary => value,
        SwitchParameter given => given.IsPresent,
        IEnumerable several => several.Cast<object?>().Select(Unwrap),
        _ => value,
    };
}
