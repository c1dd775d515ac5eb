using System.Collections;
using System.Data;
using System.Globalization;
using System.Management.Automation;

namespace SalesforceJwt.PS.Output;

/// <summary>The names and values of what PowerShell takes for a record: a hashtable, a row of a database's answer, an object.</summary>
internal static class Members
{
    /// <param name="input">What has members.</param>
    /// <param name="unreadable">The error for a property, by its name, that throws when it is read, and what it says.</param>
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
                // To PowerShell, what is .NET's own affair (RowState, Table) is a property like the columns.
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
