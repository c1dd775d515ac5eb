using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest.Composite;

/// <summary>The way from a record to those that refer to it.</summary>
internal static class ChildRelationship
{
    /// <summary>The object and field of a relationship such as Contacts of an account; null if there is none.</summary>
    public static (SObjectType Type, SObjectField Field)? Find(SObjectType parent, string name)
    {
        foreach (var type in Schema.All)
        {
            // Named as the children are; an account's own children would otherwise have the name of its parents.
            var expected = type == parent ? $"Child{type.LabelPlural}" : type.LabelPlural;
            var field = type.Fields.FirstOrDefault(field => field.ReferenceTo == parent.Name && !field.IsReadOnly && field.Name != "OwnerId");
            if (field is not null && expected.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return (type, field);
            }
        }

        return null;
    }
}
