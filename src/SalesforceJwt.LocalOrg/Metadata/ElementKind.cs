namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>What the content of an element is.</summary>
internal enum ElementKind
{
    Text,
    Flag,
    Number,
    Choice,
    Group,
}
