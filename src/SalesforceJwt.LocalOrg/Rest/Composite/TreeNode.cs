using System.Text.Json;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Rest.Collections;

namespace SalesforceJwt.LocalOrg.Rest.Composite;

/// <summary>A record of a record tree.</summary>
/// <param name="Type">Its object.</param>
/// <param name="ReferenceId">Its reference id in the request.</param>
/// <param name="Json">Its fields and child records.</param>
/// <param name="Parent">The parent record.</param>
/// <param name="ParentField">The field that refers to the parent.</param>
/// <param name="Schema">The org's objects.</param>
internal sealed record TreeNode(
    SObjectType Type, string ReferenceId, JsonElement Json, TreeNode? Parent, SObjectField? ParentField, Schema Schema)
{
    /// <summary>The record, once it is saved.</summary>
    public Record? Saved { get; set; }

    /// <summary>Reads a list of records of one object.</summary>
    /// <exception cref="ApiException">The list is malformed.</exception>
    public static IEnumerable<TreeNode> ReadAll(
        JsonElement list, SObjectType type, TreeNode? parent, SObjectField? parentField, Schema schema)
    {
        if (list.ValueKind != JsonValueKind.Object
            || !list.TryGetProperty("records", out var records)
            || records.ValueKind != JsonValueKind.Array)
        {
            throw ApiException.BadRequest("JSON_PARSER_ERROR", "Each level of a tree must be an object with a list named records.");
        }

        foreach (var record in records.EnumerateArray())
        {
            if (schema.Find(CollectionRequest.TypeNameOf(record)) != type)
            {
                throw ApiException.BadRequest("INVALID_TYPE", $"Each record here must be of type {type.Name}.");
            }

            var referenceId = record.GetProperty("attributes").TryGetProperty("referenceId", out var id) ? id.ToString() : "";
            yield return new TreeNode(type, referenceId, record, parent, parentField, schema);
        }
    }

    /// <summary>The child records.</summary>
    public IEnumerable<TreeNode> Children() => Json.EnumerateObject()
        .Where(member => member.Value.ValueKind == JsonValueKind.Object && Schema.FindChildren(Type, member.Name) is not null)
        .SelectMany(member =>
        {
            var (child, field) = Schema.FindChildren(Type, member.Name)!.Value;
            return ReadAll(member.Value, child, this, field, Schema);
        });

    /// <summary>The record's fields, with the id of the parent.</summary>
    public JsonElement Fields()
    {
        var members = Json.EnumerateObject()
            .Where(member => Schema.FindChildren(Type, member.Name) is null)
            .ToDictionary(member => member.Name, member => member.Value);
        if (Parent?.Saved is { } parent)
        {
            members[ParentField!.Name] = JsonSerializer.SerializeToElement(parent.Id);
        }

        return JsonSerializer.SerializeToElement(members);
    }
}
