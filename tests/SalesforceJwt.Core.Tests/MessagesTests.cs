using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Tests;

/// <summary>The library's messages are valid in any program: they name no cmdlet, parameter or anything else of PowerShell.</summary>
public sealed partial class MessagesTests
{
    private const string Shell = "PowerShell";

    [Fact]
    public void No_text_names_a_cmdlet_or_a_parameter()
    {
        var literals = Literals(typeof(SfSession).Assembly.Location);

        Assert.True(literals.Count > 1000, "Too few literals were found to prove anything.");
        Assert.DoesNotContain(literals, literal => IsOfPowerShell(literal));
    }

    [Theory]
    [InlineData("Leave -Audience out.")]
    [InlineData("-LinkTo")]
    [InlineData("with it: Connect-SfJwt.")]
    [InlineData("ConvertFrom-SfSignedRequest does.")]
    [InlineData("read the records and use Where-Object.")]
    [InlineData("Give @{ name = … }.")]
    [InlineData("the value of $env:SF_JWT_KEY")]
    [InlineData("[DateOnly]")]
    [InlineData("go back to PowerShell")]
    public void Names_of_PowerShell_are_found(string text) => Assert.True(IsOfPowerShell(text));

    [Theory]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("openssl pkcs8 -topk8 -v2 aes-256-cbc -in FILE -out NEW")]
    [InlineData("Sforce-Duplicate-Rule-Header: allowSave=true")]
    [InlineData("Accept-Encoding")]
    [InlineData("an e-mail address")]
    public void Other_words_with_hyphens_are_not_found(string text) => Assert.False(IsOfPowerShell(text));

    private static bool IsOfPowerShell(string text) =>
        text.Contains(Shell, StringComparison.OrdinalIgnoreCase) || Cmdlet().IsMatch(text) || Parameter().IsMatch(text) || Syntax().IsMatch(text);

    private static List<string> Literals(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        List<string> literals = [];
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = reader.GetNextHandle(handle))
        {
            literals.Add(reader.GetUserString(handle));
        }

        return literals;
    }

    // A noun of the module, or one of PowerShell's own after a verb that its cmdlets have. Set-Cookie is a header.
    [GeneratedRegex(@"\b[A-Z]\w+-Sf[A-Z]|\b(Add|ConvertFrom|ConvertTo|Export|ForEach|Format|Get|Group|Import|Invoke|Measure|New|Out|Read|Remove|Select|Set|Sort|Start|Test|Unlock|Where|Write)-(?!Cookie)[A-Z][a-z]")]
    private static partial Regex Cmdlet();

    // The options of other programs are in lower case.
    [GeneratedRegex(@"(?<![\w-])-[A-Z][a-z]")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"@\{ |\$env:|\$using:|\[[A-Z][a-z]\w*\]")]
    private static partial Regex Syntax();
}
