using System.Collections;
using System.Data;
using System.Globalization;
using System.Management.Automation;

namespace SalesforceJwt.PS.Output;

/// <summary>The names and values of a PowerShell record: a hashtable, a DataRow, an object.</summary>
internal static class Members
{
    /// <param name="unreadable">Makes the error for a property that throws when it is read, from its name and the exception's
    /// message.</param>
    public static IEnumerable<KeyValuePair<string, object?>> Of(PSObject input, Func<string, string, Exception> unreadable)
    {
        switch (input.BaseObject)
        {
            case IDictionary dictionary:
                foreach (DictionaryEntry entry in dictionary)
                {
                    yield return new(Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!, entry.Value);
                }

                break;
            case DataRow row:
                // The columns only: to PowerShell, .NET's own members (RowState, Table) are properties like them.
                foreach (DataColumn column in row.Table.Columns)
                {
                    yield return new(column.ColumnName, row[column]);
                }

                break;
            default:
                foreach (var property in input.Properties)
                {
                    if (property.IsGettable && property.MemberType is not PSMemberTypes.ParameterizedProperty)
                    {
                        yield return new(property.Name, ValueOf(property, unreadable));
                    }
                }

                break;
        }
    }

    private static object? ValueOf(PSPropertyInfo property, Func<string, string, Exception> unreadable)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException e)
        {
            throw unreadable(property.Name, e.GetBaseException().Message);
        }
    }
}
