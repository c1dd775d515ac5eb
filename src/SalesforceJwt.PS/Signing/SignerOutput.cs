using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Signing;

/// <summary>Reads the signature out of what a signer's code returned.</summary>
internal static class SignerOutput
{
    private const int MostNames = 8;

    /// <summary>Reads the signature: bytes, base64 or base64url. No error quotes a value.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.SignerAnswerInvalid"/>: anything else.</exception>
    public static byte[] Read(Collection<PSObject> output)
    {
        var values = output.Select(PSValue.Unwrap).ToList();
        return values switch
        {
            [] => throw SignerErrors.Answer("nothing"),
            [null] => throw SignerErrors.Answer("$null"),
            [byte[] bytes] => bytes,
            [string text] => SignatureText.Read(text),
            [IList list] when list.Count > 0 && list.Cast<object?>().All(v => PSValue.Unwrap(v) is byte) =>
                [.. list.Cast<object?>().Select(v => (byte)PSValue.Unwrap(v)!)],
            [var other] => throw SignerErrors.Answer(Describe(other, output[0])),

            // PowerShell takes apart an array that is returned.
            _ when values.TrueForAll(v => v is byte) => [.. values.Cast<byte>()],
            _ => throw SignerErrors.Answer(
                $"{values.Count} objects ({Names(values.Select(v => v?.GetType().Name ?? "$null").Distinct())})"),
        };
    }

    private static string Describe(object value, PSObject wrapped) => value switch
    {
        Stream => $"a {value.GetType().Name}; its bytes are what it holds",
        IDictionary table => $"a table with the keys {Names(table.Keys.Cast<object>().Select(key => key.ToString()!))}",
        PSCustomObject => $"an object with the properties {Names(wrapped.Properties.Select(p => p.Name))}",
        _ => $"an object of type {value.GetType().FullName}",
    };

    private static string Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(MostNames)) + (all.Count > MostNames ? ", …" : string.Empty);
    }
}
