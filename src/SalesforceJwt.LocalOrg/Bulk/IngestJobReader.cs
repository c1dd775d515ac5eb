using System.Text.Json;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Creates ingest jobs from requests.</summary>
internal static class IngestJobReader
{
    private static readonly string[] Operations = ["insert", "delete", "hardDelete", "update", "upsert"];

    /// <exception cref="ApiException">The request is invalid.</exception>
    public static IngestJob Read(HttpContext context, Org org, JsonElement body)
    {
        BulkJson.CheckMembers(
            body,
            "object",
            "operation",
            "externalIdFieldName",
            "lineEnding",
            "columnDelimiter",
            "contentType",
            "assignmentRuleId",
            "concurrencyMode");
        var operation = BulkJson.Text(body, "operation") ?? throw Invalid("Operation is required");
        if (!Operations.Contains(operation))
        {
            throw BulkJson.UnknownValue("OperationEnum", operation, Operations);
        }

        var name = BulkJson.Text(body, "object") ?? throw Invalid("Object is required");
        var type = org.Schema.Find(name) ?? throw Invalid($"Unable to find object: {name}");
        if (!type.IsWritable)
        {
            throw Invalid($"Entity '{type.Name}' is not supported by the Bulk API.");
        }

        CheckOperation(type, operation);
        return new IngestJob(org)
        {
            Id = org.Jobs.NewId(),
            ApiVersion = context.RouteValue("version")[1..],
            Object = type.Name,
            Type = type,
            Operation = operation,
            Key = Key(type, operation, BulkJson.Text(body, "externalIdFieldName")),
            Format = BulkFormat.Read(body),
            CreatedById = RestMiddleware.Session(context).User.Id,
            CreatedDate = org.Now,
        };
    }

    private static SObjectField? Key(SObjectType type, string operation, string? name)
    {
        if (operation != "upsert")
        {
            return null;
        }

        if (string.IsNullOrEmpty(name))
        {
            throw Invalid($"External ID was blank for {type.Name}. An external ID must be specified for upsert.");
        }

        return type.Find(name) is { } field && (field.IsExternalId || field.Type == FieldType.Id)
            ? field
            : throw Invalid($"Field name provided, {name} does not match an External ID, Salesforce Id, or indexed field for {type.Name}");
    }

    private static ApiException Invalid(string message) => ApiException.BadRequest("INVALIDJOB", message);

    private static void CheckOperation(SObjectType type, string operation)
    {
        var needed = operation switch
        {
            "insert" => RecordOperations.Create,
            "update" => RecordOperations.Update,
            "upsert" => RecordOperations.Create | RecordOperations.Update,
            _ => RecordOperations.Delete,
        };
        if ((type.Operations & needed) != needed)
        {
            throw Invalid($"Entity '{type.Name}' does not support {operation}.");
        }
    }
}
