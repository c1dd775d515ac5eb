namespace SalesforceJwt.Core.Tests.Support;

/// <summary>What texts say and what they do not.</summary>
internal static class Words
{
    public static void Tells(string? text, params string[] words) =>
        Assert.All(words, word => Assert.Contains(word, text, StringComparison.OrdinalIgnoreCase));

    /// <summary>What to do: the remedy, and the step and facts from which the module makes a command (its tests: CommandAdviceTests).</summary>
    public static string Advised(this SfException error) => $"{error.Remedy} {error.Advice?.Step} {string.Join(' ', error.Advice?.Facts ?? [])}";

    /// <summary>No secret in anything that an error shows.</summary>
    public static void HidesSecrets(SfException error, params string?[] secrets)
    {
        for (Exception? one = error; one is not null; one = one.InnerException)
        {
            var all = string.Join('\n', [one.ToString(), one.Message, (one as SfException)?.Remedy, (one as SfException)?.ServerText, (one as SalesforceJwt.Core.OAuth.SfLoginException)?.ErrorDescription]);
            Assert.All(secrets, secret => Assert.DoesNotContain(Assert.IsType<string>(secret), all, StringComparison.Ordinal));
        }
    }
}
