using System.Collections.Concurrent;
using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;

namespace SalesforceJwt.PS.Output;

/// <summary>
/// The class of records with the same object and fields, made when the first of them is read: <c>Salesforce.Account</c>, derived from
/// <see cref="SfRecord"/>, with a property for each field. Such objects take a third of the time and memory of PSObjects with note
/// properties, since the names and PowerShell's tables exist once for a class.
/// </summary>
internal sealed class RecordClass
{
    /// <summary>
    /// PowerShell keeps what it knows of a type as long as the process runs. Records of further classes are PSObjects, so that the memory
    /// of a process that runs many different queries stays bounded.
    /// </summary>
    internal const int MaximumCount = 1000;

    private const string Namespace = "Salesforce";

    private static readonly ConcurrentDictionary<string, RecordClass> Classes = new(StringComparer.Ordinal);

    private static readonly MethodInfo Getter = Accessor("GetValue");
    private static readonly MethodInfo Setter = Accessor("SetValue");

    private static int s_made;

    private readonly Func<SfRecord>? _create;
    private readonly string _typeName;

    private RecordClass(string typeName, string[] names)
    {
        _typeName = typeName;
        _create = Interlocked.Increment(ref s_made) <= MaximumCount ? Make(typeName, names) : null;
    }

    /// <summary>The class of records.</summary>
    /// <param name="objectName">API name of their object; null if they are not records of an object.</param>
    /// <param name="names">Names of their fields, which differ in more than case.</param>
    public static RecordClass Get(string? objectName, string[] names)
    {
        var typeName = $"{Namespace}.{(IsName(objectName) ? objectName : "Record")}";
        var key = string.Join('\n', names.Prepend(typeName));
        return Classes.TryGetValue(key, out var found) ? found : Add(key, typeName, names);
    }

    /// <summary>Makes a record.</summary>
    /// <param name="values">Its values, in the order of the names.</param>
    public object Create(object?[] values, RecordSource source)
    {
        if (_create is null)
        {
            return CreatePlain(values, source);
        }

        var record = _create();
        record.Initialize(values, source);
        return record;
    }

    /// <summary>
    /// API name of the object that a record belongs to; null if it is not a record, or has no object. The type name of records that
    /// came from another process (jobs, remoting, Import-Clixml) contains it.
    /// </summary>
    public static string? ObjectNameOf(PSObject record)
    {
        if (record.BaseObject is SfRecord { Source: var source })
        {
            return source.ObjectName;
        }

        string? name = null;
        foreach (var type in record.TypeNames)
        {
            var plain = type.StartsWith("Deserialized.", StringComparison.Ordinal) ? type["Deserialized.".Length..] : type;
            if (plain == typeof(SfRecord).FullName)
            {
                return name;
            }

            name = plain.StartsWith(Namespace + ".", StringComparison.Ordinal) && plain != Namespace + ".Record"
                ? plain[(Namespace.Length + 1)..]
                : null;
        }

        return null;
    }

    private static RecordClass Add(string key, string typeName, string[] names)
    {
        // Records of further classes are read rarely, and need no entry.
        return Volatile.Read(ref s_made) >= MaximumCount
            ? new RecordClass(typeName, names)
            : Classes.GetOrAdd(key, _ => new RecordClass(typeName, names));
    }

    private static bool IsName(string? objectName) =>
        objectName is { Length: > 0 } && objectName.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static MethodInfo Accessor(string name) =>
        typeof(SfRecord).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!;

    private static Func<SfRecord> Make(string typeName, string[] names)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(typeName), AssemblyBuilderAccess.Run);
        var type = assembly.DefineDynamicModule(typeName)
            .DefineType(typeName, TypeAttributes.Public | TypeAttributes.Sealed, typeof(SfRecord));
        for (var i = 0; i < names.Length; i++)
        {
            AddProperty(type, names[i], i);
        }

        var constructor = type.DefineDefaultConstructor(MethodAttributes.Private);
        var create = type.DefineMethod("Create", MethodAttributes.Private | MethodAttributes.Static, typeof(SfRecord), []);
        var code = create.GetILGenerator();
        code.Emit(OpCodes.Newobj, constructor);
        code.Emit(OpCodes.Ret);
        return type.CreateType().GetMethod("Create", BindingFlags.NonPublic | BindingFlags.Static)!.CreateDelegate<Func<SfRecord>>();
    }

    private static void AddProperty(TypeBuilder type, string name, int index)
    {
        const MethodAttributes Access = MethodAttributes.Public | MethodAttributes.SpecialName | MethodAttributes.HideBySig;
        var property = type.DefineProperty(name, PropertyAttributes.None, typeof(object), null);

        var getter = type.DefineMethod("get_" + name, Access, typeof(object), []);
        var code = getter.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldc_I4, index);
        code.Emit(OpCodes.Call, Getter);
        code.Emit(OpCodes.Ret);
        property.SetGetMethod(getter);

        var setter = type.DefineMethod("set_" + name, Access, null, [typeof(object)]);
        code = setter.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldc_I4, index);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Call, Setter);
        code.Emit(OpCodes.Ret);
        property.SetSetMethod(setter);
    }

    private PSObject CreatePlain(object?[] values, RecordSource source)
    {
        var record = new PSObject();
        for (var i = 0; i < values.Length; i++)
        {
            record.Properties.Add(new PSNoteProperty(source.Names[i], values[i]), preValidated: true);
        }

        record.TypeNames.Insert(0, typeof(SfRecord).FullName!);
        record.TypeNames.Insert(0, _typeName);
        return record;
    }
}
