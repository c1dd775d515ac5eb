using System.Security.Cryptography;
using System.Text;

namespace SalesforceJwt.Core.Ci;

/// <summary>
/// GitHub Actions, and compatible systems: workflow commands on standard output, and a file of environment variables.
/// </summary>
/// <param name="environmentFile">The file that GITHUB_ENV names.</param>
internal sealed class GitHubActions(string? environmentFile) : CiPipeline
{
    // A command works only at the start of a line, and a line may have begun: Write-Host -NoNewline.
    public override void Mask(string secret, Action<string> writeLine) => writeLine("\n::add-mask::" + Escape(secret));

    public override void SetVariable(string name, string value, bool isSecret, Action<string> writeLine)
    {
        // The end marker is random, so that no value can contain it and set further variables.
        var end = "end_" + Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        Append($"\n{name}<<{end}\n{value}\n{end}\n");
    }

    private static string Escape(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private void Append(string text)
    {
        if (string.IsNullOrWhiteSpace(environmentFile))
        {
            throw new SfException(
                SfErrorKind.FileAccessFailed,
                "GITHUB_ACTIONS is set, but GITHUB_ENV names no file for the environment of the next steps.",
                "In a container, pass GITHUB_ENV on and mount its file; elsewhere, unset GITHUB_ACTIONS.");
        }

        try
        {
            File.AppendAllText(environmentFile, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SfException(
                SfErrorKind.FileAccessFailed,
                $"The file '{environmentFile}', which GITHUB_ENV names, cannot be written: {e.Message}",
                "In a container, mount the file; check that this user may write it.",
                e);
        }
    }
}
