using System.Text.Json;

namespace SalesforceJwt.Core.Query;

/// <summary>The members around the records of a page: <c>totalSize</c>, <c>done</c>, <c>nextRecordsUrl</c>.</summary>
internal readonly record struct PageHead
{
    /// <summary>Whether the answer has a list of records.</summary>
    public bool HasRecords { get; private init; }

    /// <summary>Whether it is the answer of a search, which has one page and no member but <c>searchRecords</c>.</summary>
    public bool IsSearch { get; private init; }

    /// <summary>Whether the list of records is empty.</summary>
    public bool IsEmpty { get; private init; }

    /// <summary>Offset of the list of records in the text.</summary>
    public int Records { get; private init; }

    /// <summary>Records of all pages; null if the server does not say.</summary>
    public long? TotalSize { get; private init; }

    /// <summary>Whether the server says that no page follows; null if it does not say.</summary>
    public bool? Done { get; private init; }

    /// <summary>The URL of the next page; null on the last one.</summary>
    public string? NextRecordsUrl => Done is true || string.IsNullOrWhiteSpace(Next) ? null : Next;

    private string? Next { get; init; }

    /// <summary>
    /// Reads the members in any order. Salesforce writes them before the records, so that mostly the records need not be read for it.
    /// </summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A member has another type than Salesforce's.</exception>
    public static PageHead Read(Utf8JsonReader reader)
    {
        var head = default(PageHead);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return head;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSearch = reader.ValueTextEquals("searchRecords"u8);
            if (isSearch || reader.ValueTextEquals("records"u8))
            {
                reader.Read();
                head = head with
                {
                    Records = (int)reader.TokenStartIndex,
                    HasRecords = reader.TokenType == JsonTokenType.StartArray,
                    IsSearch = isSearch,
                    IsEmpty = IsEmptyList(reader),
                };
                var isKnown = head.TotalSize is not null && (head.Done is true || (head.Done is false && head.Next is not null));
                if (!head.HasRecords || isSearch || isKnown)
                {
                    return head;
                }

                reader.Skip();
            }
            else if (reader.ValueTextEquals("totalSize"u8))
            {
                reader.Read();
                head = head with { TotalSize = reader.GetInt64() };
            }
            else if (reader.ValueTextEquals("done"u8))
            {
                reader.Read();
                head = head with { Done = reader.GetBoolean() };
            }
            else if (reader.ValueTextEquals("nextRecordsUrl"u8))
            {
                reader.Read();
                head = head with { Next = reader.GetString() };
            }
            else
            {
                reader.Skip();
            }
        }

        return head;
    }

    private static bool IsEmptyList(Utf8JsonReader ahead) =>
        ahead.TokenType == JsonTokenType.StartArray && ahead.Read() && ahead.TokenType == JsonTokenType.EndArray;
}
