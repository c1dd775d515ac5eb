using System.Numerics;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// The rounds of key derivation that opening one file may take. The file itself names their number, up to 2^31 for each of its parts,
/// which no sign-in can wait for.
/// </summary>
/// <param name="source">What the file is, for the error.</param>
internal sealed class KeyDerivationBudget(string source)
{
    /// <summary>More than any real file needs; some seconds of work.</summary>
    public const int Maximum = 10_000_000;

    private int _left = Maximum;

    /// <summary>Takes the rounds of one derivation.</summary>
    /// <exception cref="SfException">More rounds than remain.</exception>
    public int Take(BigInteger rounds)
    {
        if (rounds < 1)
        {
            throw KeyErrors.Damaged(source, "key encryption");
        }

        if (rounds > _left)
        {
            throw KeyErrors.TooManyRounds(source, rounds);
        }

        _left -= (int)rounds;
        return (int)rounds;
    }
}
