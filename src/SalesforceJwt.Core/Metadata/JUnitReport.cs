using System.Globalization;
using System.Text;
using System.Xml;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Metadata;

/// <summary>
/// Writes the results of a deployment's tests in JUnit's format, as the parsers of CI systems read it: a <c>testsuite</c> for each class,
/// and in it a <c>testcase</c> for each method. A class that failed as a whole, and what Salesforce says about coverage, are test
/// cases too.
/// </summary>
internal static class JUnitReport
{
    private const string Coverage = "Code coverage";

    /// <summary>Saves the report; the file appears when it is complete.</summary>
    /// <param name="path">Full path of the file; an existing one is replaced.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.FileAccessFailed"/>.</exception>
    public static void Save(SfDeployment deployment, string path)
    {
        using var content = new MemoryStream();
        Write(deployment, content);
        using var file = new PartialFile(path);
        file.Write(content.GetBuffer().AsSpan(0, (int)content.Length));
        file.Commit();
    }

    private static void Write(SfDeployment deployment, Stream stream)
    {
        var suites = deployment.Tests.GroupBy(test => test.Class)
            .Select(group => (Name: group.Key, Tests: group.OrderBy(test => test.Method, StringComparer.Ordinal).ToList()))
            .OrderBy(suite => suite.Name, StringComparer.Ordinal)
            .ToList();

        // Low coverage fails a deployment although all tests passed.
        if (!deployment.Success && deployment.CoverageWarnings.Count > 0)
        {
            suites.Add((Coverage, [.. deployment.CoverageWarnings.Select((warning, index) => new SfDeploymentTest(
                Coverage, string.Create(CultureInfo.InvariantCulture, $"coverage {index + 1}"))
            {
                Message = warning,
            })]));
        }

        var settings = new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n" };
        using var writer = XmlWriter.Create(stream, settings);
        writer.WriteStartElement("testsuites");
        writer.WriteAttributeString("name", "Apex tests of deployment " + deployment.Id);
        WriteCounts(writer, [.. suites.SelectMany(suite => suite.Tests)]);
        foreach (var (name, tests) in suites)
        {
            writer.WriteStartElement("testsuite");
            writer.WriteAttributeString("name", Clean(name));
            WriteCounts(writer, tests);
            if ((deployment.StartedAt ?? deployment.CreatedAt) is { } started)
            {
                writer.WriteAttributeString("timestamp", started.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
            }

            foreach (var test in tests)
            {
                WriteTest(writer, test);
            }

            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter writer, List<SfDeploymentTest> tests)
    {
        writer.WriteAttributeString("tests", tests.Count.ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("failures", tests.Count(test => !test.Success).ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("errors", "0");
        writer.WriteAttributeString("skipped", "0");
        writer.WriteAttributeString("time", Seconds(tests.Sum(test => test.Duration?.TotalSeconds ?? 0)));
    }

    private static void WriteTest(XmlWriter writer, SfDeploymentTest test)
    {
        writer.WriteStartElement("testcase");
        writer.WriteAttributeString("classname", Clean(test.Class));
        writer.WriteAttributeString("name", Clean(test.Method.Length == 0 ? test.Class : test.Method));
        writer.WriteAttributeString("time", Seconds(test.Duration?.TotalSeconds ?? 0));
        if (!test.Success)
        {
            writer.WriteStartElement("failure");
            writer.WriteAttributeString("message", Clean(test.Message ?? string.Empty));
            writer.WriteString(Clean($"{test.Message}\n{test.StackTrace}".Trim()));
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>Text without secrets, and without characters that XML cannot hold.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in SecretText.Redact(text).EnumerateRunes())
        {
            clean.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString());
        }

        return clean.ToString();
    }
}
