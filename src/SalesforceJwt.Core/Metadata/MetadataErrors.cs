using System.Globalization;

namespace SalesforceJwt.Core.Metadata;

/// <summary>The errors of packages that are refused before they are sent.</summary>
internal static class MetadataErrors
{
    public static SfException Invalid(string source, string what, string remedy, Exception? inner = null) =>
        new(SfErrorKind.MetadataInvalid, $"'{source}' cannot be deployed: {what}. Nothing was sent.", remedy, inner);

    public static SfException NoManifest(string source) => Invalid(
        source,
        "it has no package.xml at its root or in a folder at its root",
        "Name the folder or zip with package.xml in it, which lists what is deployed.");

    public static SfException NotZip(string source, Exception inner) => Invalid(
        source,
        $"it is neither a folder nor a readable zip: {inner.Message.TrimEnd('.')}",
        "Name a folder in metadata format, or a zip of one.",
        inner);

    public static SfException ZipTooLong(string source) => TooLarge(
        source, string.Create(CultureInfo.InvariantCulture, $"as a zip it is longer than {MetadataZip.LongestZip / 1024 / 1024} MB"));

    public static SfException ContentTooLong(string source) => TooLarge(
        source,
        string.Create(
            CultureInfo.InvariantCulture, $"its files have more than {MetadataZip.LongestContent / 1024 / 1024} MB together"));

    public static SfException TooManyFiles(string source) => TooLarge(
        source, string.Create(CultureInfo.InvariantCulture, $"it has more than {MetadataZip.MostFiles:N0} files"));

    public static SfException NoTemporaryFile(string path, Exception inner) => new(
        SfErrorKind.FileAccessFailed,
        $"The temporary file '{path}' could not be written: {inner.Message}",
        "The zip is kept there until it is sent: check free space, or let TMPDIR (on Windows TEMP) name another folder.",
        inner);

    private static SfException TooLarge(string source, string what) => new(
        SfErrorKind.FileTooLarge,
        $"'{source}' cannot be deployed: {what}, and Salesforce accepts no more. Nothing was sent.",
        "Divide it into packages that do not depend on each other, or are deployed in the order of their dependencies. "
            + "Large static resources are often the reason.");
}
