using System.Text.Json;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest.Collections;

/// <summary>Saves the records of one request in their order, each with its own result.</summary>
internal sealed class CollectionSaver(Org org, string userId)
{
    private readonly RecordWriter _writer = new(org, userId);

    public IReadOnlyList<SaveResult> Insert(CollectionRequest request) => Each(request, _ => null, (record, index) =>
    {
        var type = CollectionRequest.TypeOf(record, org.Schema);
        if (IdOf(record) is not null)
        {
            throw ApiException.BadRequest("INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call", "Id");
        }

        return SaveResult.Saved(_writer.Insert(type, RecordInput.Read(type, record, creating: true, org.Records), index).Id);
    });

    public IReadOnlyList<SaveResult> Update(CollectionRequest request)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Each(request, IdOf, (record, index) =>
        {
            var type = CollectionRequest.TypeOf(record, org.Schema);
            var id = IdOf(record)
                ?? throw ApiException.BadRequest("MISSING_ARGUMENT", "Id not specified in an update call", "Id");
            var existing = _writer.Find(type, id);
            if (!seen.Add(existing.Id))
            {
                throw ApiException.BadRequest("DUPLICATE_VALUE", $"Duplicate id specified: {existing.Id}", "Id");
            }

            var input = RecordInput.Read(type, record, creating: false, org.Records, type.Find("Id"));
            return SaveResult.Saved(_writer.Update(existing, input, index).Id);
        });
    }

    public IReadOnlyList<SaveResult> Upsert(SObjectType type, SObjectField key, CollectionRequest request)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return Each(request, _ => null, (record, index) =>
        {
            if (Member(record, key.Name) is not { } value)
            {
                return key.Type == FieldType.Id
                    ? Saved(_writer.Insert(type, RecordInput.Read(type, record, creating: true, org.Records, key), index), created: true)
                    : throw ApiException.BadRequest("MISSING_ARGUMENT", $"{key.Name} not specified", key.Name);
            }

            if (!seen.Add(value))
            {
                throw ApiException.BadRequest("DUPLICATE_VALUE", $"Duplicate external id specified: {value}", key.Name);
            }

            var (saved, created) = _writer.Upsert(
                type, key, value, creating => RecordInput.Read(type, record, creating, org.Records, key), index);
            return Saved(saved, created);
        });
    }

    public IReadOnlyList<SaveResult> Delete(IReadOnlyList<string> ids, bool allOrNone) => Each(ids, allOrNone, id => id, (id, index) =>
    {
        // The key prefix identifies the object.
        var type = org.Schema.FindById(id) ?? throw ApiException.BadRequest("MALFORMED_ID", $"malformed id {id}");
        var record = _writer.Find(type, id);
        _writer.Delete(record, index);
        return SaveResult.Saved(record.Id);
    });

    private static SaveResult Saved(Record record, bool created) => SaveResult.Saved(record.Id, created);

    private static string? IdOf(JsonElement record) => Member(record, "Id");

    private static string? Member(JsonElement record, string name) => record.EnumerateObject()
        .FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is
    { ValueKind: JsonValueKind.String or JsonValueKind.Number } value && value.ToString() is { Length: > 0 } text
            ? text
            : null;

    private List<SaveResult> Each(
        CollectionRequest request, Func<JsonElement, string?> idOf, Func<JsonElement, int, SaveResult> save) =>
        Each(request.Records, request.AllOrNone, idOf, save);

    private List<SaveResult> Each<T>(IReadOnlyList<T> items, bool allOrNone, Func<T, string?> idOf, Func<T, int, SaveResult> save)
    {
        using var transaction = org.Records.Begin();
        var results = new List<SaveResult>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            try
            {
                results.Add(save(items[i], i));
            }
            catch (ApiException exception)
            {
                results.Add(SaveResult.Failed(idOf(items[i]), SaveError.Of(exception)));
            }
        }

        if (!allOrNone || results.TrueForAll(result => result.Success))
        {
            transaction.Commit();
            return results;
        }

        return [.. results.Select((result, i) => result.Success ? SaveResult.Failed(idOf(items[i]), SaveError.RolledBack) : result)];
    }
}
