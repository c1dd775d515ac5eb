namespace SalesforceJwt.Core.Query.Soql;

/// <summary>Parser state at a position in SOQL, read token by token: whether one value is expected there, or a list.</summary>
internal sealed class SoqlContext
{
    private const char Word = 'w';
    private const char Value = 'v';

    private static readonly string[] ListOperators = ["IN", "INCLUDES", "EXCLUDES"];

    // For each open parenthesis, whether it is that of a list.
    private readonly Stack<bool> _open = new();
    private string _word = string.Empty;
    private char _last;
    private bool _inWord;

    /// <summary>Whether a list with its parentheses is expected: <c>Id IN :ids</c>.</summary>
    public bool TakesList => _last == Word && IsListOperator(_word);

    /// <summary>
    /// Whether a list without parentheses is expected: <c>Id IN (:ids)</c>, <c>Id IN ('x', :ids)</c>. In a subquery it is not.
    /// </summary>
    public bool TakesItems => _last is '(' or ',' && _open.TryPeek(out var isList) && isList;

    /// <summary>Reads a character outside string literals.</summary>
    public void Read(char c)
    {
        var isWord = char.IsLetterOrDigit(c) || c is '_' or '.';
        if (isWord)
        {
            _word = _inWord ? _word + c : c.ToString();
            _last = Word;
        }
        else
        {
            EndWord();
            Read(c, TakesList);
        }

        _inWord = isWord;
    }

    /// <summary>Reads a literal, or a parameter.</summary>
    public void ReadValue()
    {
        EndWord();
        _inWord = false;
        _last = Value;
    }

    private static bool IsListOperator(string word) => ListOperators.Contains(word, StringComparer.OrdinalIgnoreCase);

    private void Read(char c, bool opensList)
    {
        switch (c)
        {
            case '(':
                _open.Push(opensList);
                break;
            case ')':
                _open.TryPop(out _);
                break;
            case var _ when char.IsWhiteSpace(c):
                return;
        }

        _last = c;
    }

    /// <summary>Parentheses that begin with SELECT hold a subquery, not a list of values.</summary>
    private void EndWord()
    {
        if (_inWord && _open.Count > 0 && _word.Equals("SELECT", StringComparison.OrdinalIgnoreCase))
        {
            _open.Pop();
            _open.Push(false);
        }
    }
}
