using System.Text.Json;
using SalesforceJwt.Core.Rest;

namespace SalesforceJwt.Core.Data.Records;

/// <summary>What Salesforce says of one record of a request.</summary>
/// <param name="Id">Its id; null where it has none.</param>
/// <param name="Success">Whether it was saved.</param>
/// <param name="Created">Whether it is new; null where the answer does not say.</param>
/// <param name="Errors">Why it was not saved.</param>
internal sealed record RecordAnswer(string? Id, bool Success, bool? Created, IReadOnlyList<SfRestError> Errors)
{
    public bool IsLocked => !Success && Errors.Any(e => e.ErrorCode == RecordErrors.LockedCode);

    public bool IsRolledBack => !Success && Errors.Any(e => e.ErrorCode == RecordErrors.RolledBackCode);

    /// <summary>Reads the answer to a request about so many records.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>.</exception>
    public static IReadOnlyList<RecordAnswer> ReadAll(ReadOnlyMemory<byte> json, int count, string url)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            RecordAnswer[] answers = [.. document.RootElement.EnumerateArray().Select(Read)];
            if (answers.Length == count)
            {
                return answers;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // Told below.
        }

        throw new SfException(
            SfErrorKind.ResponseInvalid,
            $"{url} answered with something else than {count} results: {ServerText.FirstLine(json.Span)}",
            "Check that nothing between here and Salesforce answers in its place.");
    }

    private static RecordAnswer Read(JsonElement element)
    {
        var errors = new List<SfRestError>();
        if (element.TryGetProperty("errors", out var list))
        {
            foreach (var error in list.EnumerateArray())
            {
                errors.Add(new SfRestError(
                    error.GetProperty("statusCode").GetString() ?? string.Empty,
                    error.GetProperty("message").GetString() ?? string.Empty,
                    error.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Array ? [.. fields.EnumerateArray().Select(f => f.ToString())] : []));
            }
        }

        return new RecordAnswer(
            element.TryGetProperty("id", out var id) ? id.GetString() : null,
            element.GetProperty("success").GetBoolean(),
            element.TryGetProperty("created", out var created) && created.ValueKind != JsonValueKind.Null ? created.GetBoolean() : null,
            errors);
    }
}
