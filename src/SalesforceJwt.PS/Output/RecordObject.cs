using System.Management.Automation;
using System.Reflection;

namespace SalesforceJwt.PS.Output;

/// <summary>
/// Makes the objects of records. PowerShell keeps what <c>PSObject.TypeNames</c> and the member collection return in weak tables, one entry
/// an object: with hundreds of thousands of records that takes more time than everything else. So the constructor with a capacity makes the
/// collection, and records of one type share their names; a PowerShell that lacks either makes them in the usual way.
/// </summary>
internal static class RecordObject
{
    private const string RecordType = "Salesforce.Record";

    private static readonly ConstructorInvoker? WithCapacity =
        typeof(PSObject).GetConstructor([typeof(int)]) is { } constructor ? ConstructorInvoker.Create(constructor) : null;

    private static readonly FieldInfo? TypeNames = typeof(PSObject).GetField("_typeNames", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <summary>The type names of a record of an object, such as <c>Salesforce.Record#Account</c>.</summary>
    public static string[] TypeNamesOf(string type) =>
        [$"{RecordType}#{type}", RecordType, typeof(PSCustomObject).FullName!, typeof(object).FullName!];

    /// <summary>An empty object with room for members.</summary>
    /// <param name="capacity">The number of members; boxed, since it is the same for many.</param>
    public static PSObject Create(object capacity) => (PSObject?)WithCapacity?.Invoke(capacity) ?? new PSObject();

    /// <summary>Type names that several records share, for <see cref="Name"/>; null if this PowerShell cannot share them.</summary>
    public static object? Share(IEnumerable<string> names)
    {
        try
        {
            // Read-only, so that changing the names of one record makes a copy.
            var shared = TypeNames is null ? null : Activator.CreateInstance(
                TypeNames.FieldType, BindingFlags.Instance | BindingFlags.NonPublic, binder: null, [names, true], culture: null);
            return shared is ICollection<string> { IsReadOnly: true } ? shared : null;
        }
        catch (Exception e) when (e is MissingMethodException or TargetInvocationException or MemberAccessException)
        {
            return null;
        }
    }

    /// <summary>Sets an object's type names.</summary>
    /// <param name="record">The object.</param>
    /// <param name="names">The names.</param>
    /// <param name="shared">The same as <see cref="Share"/> made it.</param>
    public static void Name(PSObject record, IReadOnlyList<string> names, object? shared)
    {
        if (shared is not null)
        {
            TypeNames!.SetValue(record, shared);
            return;
        }

        var own = record.TypeNames;
        own.Clear();
        foreach (var name in names)
        {
            own.Add(name);
        }
    }
}
