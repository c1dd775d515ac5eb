namespace SalesforceJwt.Core.Describe;

/// <summary>Records of another object that refer to records of this one.</summary>
/// <param name="Name">Its name in a child query, such as <c>Contacts</c>; null where SOQL has none for it.</param>
/// <param name="ChildObject">The object whose records refer.</param>
/// <param name="Field">The field of it that refers.</param>
/// <param name="IsCascadeDelete">Whether children go with their parent.</param>
internal sealed record ChildRelationship(string? Name, string ChildObject, string Field, bool IsCascadeDelete);
