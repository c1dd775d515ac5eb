using System.Text.RegularExpressions;

namespace SalesforceJwt.Core.Query.Soql;

/// <summary>
/// The columns of a query, by its text. Its answer does not tell all of them: where a record has no parent, it says <c>"Account": null</c>
/// and not which fields of the parent the query asked for.
/// </summary>
internal sealed partial class SelectList
{
    /// <summary>A list that is not known: the columns are the fields of the records.</summary>
    public static readonly SelectList Unknown = new([]);

    // The words that end the fields of an object in SOSL: RETURNING Contact(Id, Name WHERE …).
    private static readonly string[] EndOfFields = ["USING", "WHERE", "ORDER", "LIMIT", "OFFSET"];

    private readonly List<Item> _items;

    private SelectList(List<Item> items)
    {
        _items = items;
    }

    /// <summary>The relationship of the first child query in the list; null if there is none.</summary>
    public string? ChildQuery => _items.Find(i => i.IsChildQuery)?.Path;

    /// <summary>Reads the list of a query. Text that is no SOQL gives a list that is not known: only the org judges a query.</summary>
    public static SelectList OfQuery(string soql)
    {
        var tokens = Tokens(soql);
        return tokens.Count > 0 && Is(tokens[0], "SELECT") ? new SelectList(Items(tokens, 1, t => Is(t, "FROM"))) : Unknown;
    }

    /// <summary>Reads the lists of a search: <c>RETURNING Contact(Id, Account.Name), Lead(Id)</c>.</summary>
    /// <returns>The lists by the objects' API names. Objects without fields have none.</returns>
    public static IReadOnlyDictionary<string, SelectList> OfSearch(string sosl)
    {
        var lists = new Dictionary<string, SelectList>(StringComparer.OrdinalIgnoreCase);
        var tokens = Tokens(sosl);
        var depth = 0;
        for (var i = tokens.FindIndex(t => Is(t, "RETURNING")); i >= 0 && i < tokens.Count; i++)
        {
            if (tokens[i] == "(" && depth == 0)
            {
                lists[tokens[i - 1]] = new SelectList(Items(tokens, i + 1, t => t == ")" || EndOfFields.Any(word => Is(t, word))));
            }

            depth += Deeper(tokens[i]);
        }

        return lists;
    }

    /// <summary>The columns of records, in the order of the list.</summary>
    /// <param name="names">The names in the records, those of parents without their fields.</param>
    /// <returns>
    /// Names, and paths such as <c>Account.Owner.Name</c>. What the records have and the list does not name (<c>FIELDS(ALL)</c>, functions
    /// without an alias) stands where the list has something that names no field, or at the end.
    /// </returns>
    public IReadOnlyList<string> Columns(IReadOnlyList<string> names)
    {
        var columns = new List<string>();
        var rest = new List<string>(names);
        var restAt = -1;
        foreach (var item in _items)
        {
            if (item.Path is { } path && (Match(path, names) ?? Match(WithoutPrefix(path), names)) is { } column)
            {
                columns.Add(column);
                rest.Remove(First(column));
            }
            else if (restAt < 0)
            {
                restAt = columns.Count;
            }
        }

        columns.InsertRange(restAt < 0 ? columns.Count : restAt, rest);
        return columns;
    }

    private static bool Is(string token, string word) => token.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static int Deeper(string token) => token switch
    {
        "(" => 1,
        ")" => -1,
        _ => 0,
    };

    private static string First(string path) => path.Split('.', 2)[0];

    /// <summary>A path without the object or its alias in front: <c>c.Account.Name</c> in <c>FROM Contact c</c>.</summary>
    private static string WithoutPrefix(string path) => path[(path.IndexOf('.', StringComparison.Ordinal) + 1)..];

    /// <summary>The path, its first name written as the records write it; null if they have none.</summary>
    private static string? Match(string path, IEnumerable<string> names) =>
        names.FirstOrDefault(n => Is(n, First(path))) is { } name ? name + path[name.Length..] : null;

    private static List<string> Tokens(string text) => [.. Token().Matches(text).Select(m => m.Value)];

    /// <summary>The items of a list that begins at a token, and ends before one that is in no parentheses.</summary>
    private static List<Item> Items(List<string> tokens, int start, Predicate<string> isEnd)
    {
        var items = new List<Item>();
        var item = new List<string>();
        var depth = 0;
        for (var i = start; i < tokens.Count && !(depth == 0 && isEnd(tokens[i])); i++)
        {
            // The fields in TYPEOF … END are separated by commas as well.
            depth += Is(tokens[i], "TYPEOF") ? 1 : Is(tokens[i], "END") ? -1 : Deeper(tokens[i]);
            if (tokens[i] == "," && depth == 0)
            {
                items.AddRange(ItemsOf(item));
                item.Clear();
            }
            else
            {
                item.Add(tokens[i]);
            }
        }

        items.AddRange(ItemsOf(item));
        return items;
    }

    /// <summary>What one item names: a path, an alias, the argument of a function, the fields in a TYPEOF.</summary>
    private static IEnumerable<Item> ItemsOf(List<string> tokens) => tokens switch
    {
        [] => [],
        ["(", ..] => [new Item(ChildRelationship(tokens), IsChildQuery: true)],
        [var word, var relationship, ..] when Is(word, "TYPEOF") => TypeFields(tokens).Select(f => new Item($"{relationship}.{f}")),
        [.., ")"] => [new Item(Argument(tokens))],
        [.., var last] => [new Item(last)],
    };

    private static string? ChildRelationship(List<string> tokens) =>
        tokens.FindIndex(t => Is(t, "FROM")) is var from and >= 0 && from + 1 < tokens.Count ? tokens[from + 1] : tokens[0];

    /// <summary>The field in <c>toLabel(Status)</c> or <c>FORMAT(convertCurrency(Amount))</c>, whose name is the column's.</summary>
    private static string? Argument(List<string> tokens)
    {
        var inner = tokens[(tokens.LastIndexOf("(") + 1)..tokens.IndexOf(")")];
        return inner is [var only] && !Is(tokens[0], "FIELDS") ? only : null;
    }

    /// <summary>The fields behind THEN and ELSE.</summary>
    private static IEnumerable<string> TypeFields(List<string> tokens)
    {
        var isField = false;
        var fields = new List<string>();
        foreach (var token in tokens)
        {
            if (Is(token, "THEN") || Is(token, "ELSE"))
            {
                isField = true;
            }
            else if (Is(token, "WHEN") || Is(token, "END"))
            {
                isField = false;
            }
            else if (isField && token != ",")
            {
                fields.Add(token);
            }
        }

        return fields.Distinct(StringComparer.OrdinalIgnoreCase);
    }

    // A text, a search term of SOSL, a name, a sign.
    [GeneratedRegex(@"'(?:\\.|[^'\\])*'?|\{(?:\\.|[^}\\])*\}?|[\w.:]+|\S", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Token();

    /// <param name="Path">The path of a field, or the relationship of a child query; null if only the records tell the names.</param>
    private sealed record Item(string? Path, bool IsChildQuery = false);
}
