using System.Diagnostics.CodeAnalysis;

namespace SalesforceJwt.Model;

/// <summary>What access is given to.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "Salesforce names them so.")]
public enum SfAccessKind
{
    /// <summary>An object.</summary>
    Object,

    /// <summary>A field of an object.</summary>
    Field,

    /// <summary>An Apex class.</summary>
    ApexClass,

    /// <summary>An app.</summary>
    App,

    /// <summary>A permission of Salesforce, such as "API Enabled".</summary>
    SystemPermission,

    /// <summary>A permission that the org or a package defines.</summary>
    CustomPermission,
}
