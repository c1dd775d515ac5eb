using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql.Execution;

/// <summary>One member of a record in an answer.</summary>
/// <param name="Field">The field; of records that belong to this one, the reference by which they do.</param>
/// <param name="Parent">What is asked of the record that the field refers to, if not the field itself is asked for.</param>
internal sealed record ProjectionItem(SObjectField Field, Projection? Parent)
{
    /// <summary>The query for the records that belong to this one, if that is what is asked for.</summary>
    public ChildQuery? Children { get; init; }

    /// <summary>The member's name.</summary>
    public string Name => Children is not null ? Field.ChildRelationshipName! : Parent is not null ? Field.RelationshipName! : Field.Name;
}
