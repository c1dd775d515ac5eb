using System.Globalization;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Describe;

/// <summary>
/// A part of a description. In an answer of Salesforce, a member of another type than expected counts as missing. In a file, which people
/// can edit, it is an error that says where: a comparison with a misread file would be wrong.
/// </summary>
internal readonly struct DescribedElement
{
    private const int LongestName = 80;

    private readonly JsonElement _json;

    // What the element describes, such as "the field Account.Name", and empty for a whole file; null for an answer of Salesforce.
    private readonly string? _place;

    private DescribedElement(JsonElement json, string? place)
    {
        _json = json;
        _place = place;
    }

    private string Of => _place is { Length: > 0 } place ? " of " + place : string.Empty;

    /// <summary>A part of an answer of Salesforce.</summary>
    public static DescribedElement OfAnswer(JsonElement json) => new(json, place: null);

    /// <summary>The content of a file: every error says what is wrong and where.</summary>
    public static DescribedElement OfFile(JsonElement json) => new(json, string.Empty);

    /// <summary>The same element, after its name is known.</summary>
    /// <param name="kind">What it is: an object, a field.</param>
    /// <param name="name">Its name.</param>
    public DescribedElement Called(string kind, string name) => _place is null ? this : new(_json, $"the {kind} {name}");

    /// <summary>A text; null if it is missing.</summary>
    /// <exception cref="JsonException">In a file: it is of another type.</exception>
    public string? Text(string member) => Expect(member, _json.Text(member), "a text");

    /// <summary>A text that must be there.</summary>
    /// <exception cref="JsonException">It is missing; in a file also: it is of another type.</exception>
    public string RequiredText(string member) => Text(member) ?? throw Missing(member);

    /// <summary>An API name that must be there.</summary>
    /// <exception cref="JsonException">It is missing; in a file also: it is of another type, or not an API name.</exception>
    public string Name(string member) => RequiredText(member) is var name && (_place is null || ApiName.IsValid(name))
        ? name
        : throw Invalid(member, $"is {Show(name)}, which is not an API name");

    /// <summary>True or false; null if it is missing.</summary>
    /// <exception cref="JsonException">In a file: it is of another type.</exception>
    public bool? Flag(string member) => Expect(member, _json.Flag(member), "true or false");

    /// <summary>Whether a member is true.</summary>
    /// <exception cref="JsonException">In a file: it is of another type.</exception>
    public bool Is(string member) => Flag(member) == true;

    /// <summary>A whole number; 0 if it is missing.</summary>
    /// <exception cref="JsonException">In a file: it is of another type, negative or too large.</exception>
    public int Number(string member)
    {
        var number = _json.Number(member);
        var isPossible = number is >= 0 and <= int.MaxValue;
        return Expect(member, _place is null || isPossible ? number : null, "a whole number from 0 to 2147483647") is { } found
            ? (int)Math.Clamp(found, 0, int.MaxValue)
            : 0;
    }

    /// <summary>A value as a text; null if it is missing.</summary>
    /// <exception cref="JsonException">In a file: it is a list or an object.</exception>
    public string? Value(string member) => Expect(
        member,
        _json.Member(member) switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.True } => "true",
            { ValueKind: JsonValueKind.False } => "false",
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            _ => null,
        },
        "a single value");

    /// <summary>A list of texts; empty if it is missing.</summary>
    /// <exception cref="JsonException">In a file: it, or something in it, is of another type.</exception>
    public string[] Texts(string member)
    {
        // A lambda of a structure cannot use it.
        var element = this;
        return [.. Items(member).Select((item, i) => item.ValueKind == JsonValueKind.String || element._place is null
            ? item.ToString()
            : throw Wrong($"value {Place(i)} of the list '{member}'{element.Of}", item, "a text"))];
    }

    /// <summary>A list of API names; empty if it is missing.</summary>
    /// <exception cref="JsonException">In a file: it, or something in it, is of another type or not an API name.</exception>
    public string[] Names(string member)
    {
        var element = this;
        return [.. Texts(member).Select(name => element._place is null || ApiName.IsValid(name)
            ? name
            : throw new JsonException($"the list '{member}'{element.Of} has {Show(name)}, which is not an API name"))];
    }

    /// <summary>A list of elements; empty if it is missing.</summary>
    /// <param name="kind">What each is: an object, a field.</param>
    /// <exception cref="JsonException">In a file: it, or something in it, is of another type.</exception>
    public IEnumerable<DescribedElement> Elements(string member, string kind)
    {
        var element = this;
        return Items(member).Select((item, i) => element.Element(item, kind, i));
    }

    /// <summary>A list of elements that must be there, each with a name of its own.</summary>
    /// <typeparam name="T">What an element becomes.</typeparam>
    /// <param name="kind">What each is: an object, a field.</param>
    /// <param name="read">Reads one.</param>
    /// <param name="nameOf">The name of one, whose case does not matter.</param>
    /// <exception cref="JsonException">It is missing, or two have the same name; in a file also: something in it is of another type.
    /// </exception>
    public IEnumerable<T> Named<T>(string member, string kind, Func<DescribedElement, T> read, Func<T, string> nameOf)
    {
        var isThere = _place is null ? _json.Member(member) is { ValueKind: JsonValueKind.Array } : IsThere(member);
        return isThere ? Unique(kind, Elements(member, kind).Select(read), nameOf) : throw Missing(member);
    }

    /// <summary>Requires a member.</summary>
    /// <exception cref="JsonException">It is missing.</exception>
    public DescribedElement With(string member) => IsThere(member) ? this : throw Missing(member);

    /// <summary>The error that a member is not what it should be.</summary>
    public JsonException Invalid(string member, string fault) => new($"{Subject(member)} {fault}");

    private static IEnumerable<T> Unique<T>(string kind, IEnumerable<T> items, Func<T, string> nameOf)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in items)
        {
            yield return names.Add(nameOf(item)) ? item : throw new JsonException($"the {kind} {nameOf(item)} appears twice");
        }
    }

    private static string Place(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>A name for an error, with what no display shows.</summary>
    private static string Show(string name) => $"'{string.Concat(SecretText.Shorten(name, LongestName).Select(c =>
        char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format
            ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}")
            : c.ToString()))}'";

    private static JsonException Wrong(string subject, JsonElement value, string expected) => new(
        $"{subject} is {value.ValueKind switch
        {
            JsonValueKind.String => "a text",
            JsonValueKind.Number => $"the number {SecretText.Shorten(value.GetRawText(), LongestName)}",
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Array => "a list",
            JsonValueKind.Null => "null",
            _ => "an object",
        }}, where {expected} is expected");

    private DescribedElement Element(JsonElement item, string kind, int index)
    {
        if (_place is null)
        {
            return new(item, place: null);
        }

        var place = $"{kind} {Place(index)}{Of}";
        return item.ValueKind == JsonValueKind.Object ? new(item, place) : throw Wrong(place, item, "an object");
    }

    private string Subject(string member) => $"the member '{member}'{Of}";

    private JsonException Missing(string member) => Invalid(member, "is missing");

    private bool IsThere(string member) => _json.Member(member) is { ValueKind: not JsonValueKind.Null };

    private T Expect<T>(string member, T found, string expected) => found is null && _place is not null && IsThere(member)
        ? throw Wrong(Subject(member), _json.GetProperty(member), expected)
        : found;

    private JsonElement.ArrayEnumerator Items(string member)
    {
        var isList = _json.Member(member) is { ValueKind: JsonValueKind.Array };
        return _place is not null && !isList && IsThere(member)
            ? throw Wrong(Subject(member), _json.GetProperty(member), "a list")
            : _json.Items(member);
    }
}
