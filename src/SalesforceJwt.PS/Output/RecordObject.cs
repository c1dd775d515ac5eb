using System.Management.Automation;
using System.Reflection;

namespace SalesforceJwt.PS.Output;

/// <summary>
/// Makes the objects of records. What <c>PSObject.TypeNames</c> and its member collection hand out is kept by PowerShell in weak tables, one
/// entry for each object: with hundreds of thousands of records that takes more time than all the rest. So the collection is made by
/// the constructor that takes a capacity, and records of one type share their names; where a PowerShell has neither, they are made in the usual way.
/// </summary>
internal static class RecordObject
{
    private static readonly ConstructorInvoker? WithCapacity =
        typeof(PSObject).GetConstructor([typeof(int)]) is { } constructor ? ConstructorInvoker.Create(constructor) : null;

    private static readonly FieldInfo? TypeNames = typeof(PSObject).GetField("_typeNames", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <summary>An empty object with room for members.</summary>
    /// <param name="capacity">The number of members; boxed, since it is the same for many.</param>
    public static PSObject Create(object capacity) => (PSObject?)WithCapacity?.Invoke(capacity) ?? new PSObject();

    /// <summary>What <see cref="Name"/> takes for a type; null where names cannot be shared.</summary>
    public static object? Share(IEnumerable<string> names)
    {
        try
        {
            // Read-only, so that who changes the names of one record gets a copy.
            return TypeNames is null ? null : Activator.CreateInstance(
                TypeNames.FieldType, BindingFlags.Instance | BindingFlags.NonPublic, binder: null, [names, true], culture: null) is ICollection<string> { IsReadOnly: true } shared ? shared : null;
        }
        catch (Exception e) when (e is MissingMethodException or TargetInvocationException or MemberAccessException)
        {
            return null;
        }
    }

    /// <summary>Gives an object its type names.</summary>
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
