using System.Management.Automation;

namespace SalesforceJwt.PS.Output;

/// <summary>
/// The records of a child query: an array. Its text, which <c>Export-Csv</c> writes, is that of the records, separated by semicolons;
/// a plain array would be <c>System.Object[]</c> there.
/// </summary>
internal static class ChildRecords
{
    private static readonly PSCodeMethod TextMethod = new("ToString", typeof(ChildRecords).GetMethod(nameof(Text))!);

    // No class can derive from an array, and PowerShell's binders loop forever on classes derived from PSObject: a member of the
    // PSObject remains.
    public static PSObject Create(object[] records)
    {
        var array = new PSObject(records);
        array.Members.Add(TextMethod);
        return array;
    }

    /// <summary>Called by PowerShell.</summary>
    public static string Text(PSObject records) => string.Join("; ", (object[])records.BaseObject);
}
