using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest.Composite;

/// <summary>Finds child relationships.</summary>
internal static class ChildRelationship
{
    /// <summary>The object and field of a relationship such as Contacts of an account; null if there is none.</summary>
    public static (SObjectType Type, SObjectField Field)? Find(SObjectType parent, string name)
    {
        foreach (var relationship in Schema.ChildrenOf(parent))
        {
            if (name.Equals(relationship.Field.ChildRelationshipName, StringComparison.OrdinalIgnoreCase))
            {
                return relationship;
            }
        }

        return null;
    }
}
