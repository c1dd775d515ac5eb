using System.Reflection;
using System.Reflection.Emit;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>A folder (the first level below the root namespace) whose code uses a type of another one.</summary>
/// <param name="From">The folder that uses.</param>
/// <param name="To">The folder that is used.</param>
/// <param name="Example">A type that uses, and the type that it uses.</param>
internal sealed record FolderUse(string From, string To, string Example)
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => o.Value);

    public override string ToString() => $"{From} -> {To} ({Example})";

    public static IEnumerable<string> FoldersOf(Assembly assembly) =>
        assembly.GetTypes().Select(t => FolderOf(t, assembly)).OfType<string>().Distinct();

    /// <summary>The uses of an assembly, one example of each: in signatures, bases, fields, attributes and the code of methods.</summary>
    public static IEnumerable<FolderUse> In(Assembly assembly) =>
        from type in assembly.GetTypes()
        let folder = FolderOf(type, assembly)
        where folder is not null
        from used in TypesUsedBy(type)
        let other = FolderOf(used, assembly)
        where other is not null && other != folder
        group new FolderUse(folder, other, $"{type.FullName} uses {used.FullName}") by (folder, other) into uses
        select uses.First();

    /// <summary>Null for types that are not written in the assembly's root namespace: those of other assemblies, and the compiler's.</summary>
    private static string? FolderOf(Type type, Assembly assembly)
    {
        var root = assembly.GetName().Name!;
        return type.Assembly != assembly || type.Namespace is not { } name || !(name + ".").StartsWith(root + ".", StringComparison.Ordinal)
            ? null
            : name == root ? string.Empty : name[(root.Length + 1)..].Split('.')[0];
    }

    private static IEnumerable<Type> TypesUsedBy(Type type)
    {
        var used = new List<Type?> { type.BaseType };
        used.AddRange(type.GetInterfaces());
        used.AddRange(Attributes(type));
        foreach (var member in type.GetMembers(All))
        {
            used.AddRange(Attributes(member));
            used.AddRange(member switch
            {
                FieldInfo field => [field.FieldType],
                MethodBase method => [.. Signature(method), .. Body(method)],
                _ => [],
            });
        }

        return used.OfType<Type>().SelectMany(Parts).Distinct();
    }

    private static IEnumerable<Type> Attributes(MemberInfo member) => member.GetCustomAttributesData().SelectMany(
        a => a.ConstructorArguments.Select(c => c.Value).OfType<Type>().Prepend(a.AttributeType));

    private static IEnumerable<Type> Signature(MethodBase method) =>
    [
        .. method.GetParameters().Select(p => p.ParameterType),
        .. method is MethodInfo { ReturnType: var returned } ? [returned] : Array.Empty<Type>(),
        .. method.IsGenericMethodDefinition
            ? method.GetGenericArguments().SelectMany(a => a.GetGenericParameterConstraints()) : [],
    ];

    private static IEnumerable<Type> Body(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
        {
            yield break;
        }

        foreach (var local in body.LocalVariables)
        {
            yield return local.LocalType;
        }

        foreach (var clause in body.ExceptionHandlingClauses.Where(c => c.Flags == ExceptionHandlingClauseOptions.Clause))
        {
            yield return clause.CatchType!;
        }

        foreach (var member in Tokens(body.GetILAsByteArray()!).Select(token => Resolve(method, token)))
        {
            if (member is Type type)
            {
                yield return type;
            }
            else if (member is not null)
            {
                foreach (var part in OfMember(member))
                {
                    yield return part;
                }
            }
        }
    }

    private static IEnumerable<Type> OfMember(MemberInfo member) =>
    [
        .. member.DeclaringType is { } declaring ? [declaring] : Array.Empty<Type>(),
        .. member switch
        {
            FieldInfo field => [field.FieldType],
            MethodBase method => [.. Signature(method), .. method.IsGenericMethod ? method.GetGenericArguments() : []],
            _ => Array.Empty<Type>(),
        },
    ];

    private static MemberInfo? Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null,
        method.IsGenericMethodDefinition ? method.GetGenericArguments() : null);

    /// <summary>The metadata tokens in IL code (ECMA-335 part III), those of types, fields and methods.</summary>
    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var opCode = OpCodesByValue[code[at] == 0xFE ? unchecked((short)(0xFE00 | code[at + 1])) : code[at]];
            at += opCode.Size;
            if (opCode.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                yield return BitConverter.ToInt32(code, at);
            }

            at += opCode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    /// <summary>A type's element, generic definition and arguments.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericParameter ? []
        : type.IsConstructedGenericType ? [type.GetGenericTypeDefinition(), .. type.GetGenericArguments().SelectMany(Parts)]
        : [type];
}
