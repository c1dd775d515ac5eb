using System.Text.Json;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Records;

/// <summary>The answer for one record of a request.</summary>
/// <param name="Id">Its id; null where it has none.</param>
/// <param name="Success">Whether it was saved.</param>
/// <param name="Created">Whether it is new; null where the answer does not say.</param>
/// <param name="Errors">Why it was not saved.</param>
internal sealed record RecordAnswer(string? Id, bool Success, bool? Created, IReadOnlyList<SfApiError> Errors)
{
    public bool IsLocked => !Success && Errors.Any(e => e.ErrorCode == RecordErrors.LockedCode);

    public bool IsRolledBack => !Success && Errors.Any(e => e.ErrorCode == RecordErrors.RolledBackCode);

    /// <summary>Reads the answers for all records of a request.</summary>
    /// <param name="count">The number of records.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>.</exception>
    public static Task<IReadOnlyList<RecordAnswer>> ReadAllAsync(SfResponse response, int count, CancellationToken cancellationToken)
    {
        return response.ReadJsonAsync(
            $"{count} results", ReadArray, "Look first whether Salesforce has acted on them.", isData: false, cancellationToken);

        IReadOnlyList<RecordAnswer>? ReadArray(JsonElement root)
        {
            RecordAnswer[] answers = [.. root.EnumerateArray().Select(Read)];
            return answers.Length == count ? answers : null;
        }
    }

    private static RecordAnswer Read(JsonElement element) => new(
        element.Text("id"),
        element.GetProperty("success").GetBoolean(),
        element.Flag("created"),
        [.. element.Items("errors").Select(e => new SfApiError(
            e.Text("statusCode") ?? string.Empty, e.Text("message") ?? string.Empty, [.. e.Items("fields").Select(f => f.ToString())]))]);
}
