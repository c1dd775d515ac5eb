namespace SalesforceJwt.Core.Records;

/// <summary>
/// Objects that cannot be saved in one transaction with data (Apex Developer Guide: "sObjects That Cannot Be Used Together in DML
/// Operations"): the error is <c>MIXED_DML_OPERATION</c>.
/// </summary>
internal static class SetupObjects
{
    /// <summary>API names, each with the first three characters of its ids.</summary>
    private static readonly Dictionary<string, string> KeyPrefixes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["FieldPermissions"] = "01k",
        ["Group"] = "00G",
        ["GroupMember"] = "011",
        ["ObjectPermissions"] = "110",
        ["PermissionSet"] = "0PS",
        ["PermissionSetAssignment"] = "0Pa",
        ["PermissionSetGroup"] = "0PG",
        ["PermissionSetLicenseAssign"] = "2LA",
        ["QueueSobject"] = "03g",
        ["SetupEntityAccess"] = "0J0",
        ["User"] = "005",
        ["UserLogin"] = "0Yw",
        ["UserRole"] = "00E",
    };

    private static readonly HashSet<string> Prefixes = [.. KeyPrefixes.Values];

    /// <summary>Whether an object is one of them.</summary>
    /// <param name="nameOrPrefix">Its API name, or the first three characters of an id.</param>
    public static bool Has(string nameOrPrefix) => KeyPrefixes.ContainsKey(nameOrPrefix) || Prefixes.Contains(nameOrPrefix);
}
