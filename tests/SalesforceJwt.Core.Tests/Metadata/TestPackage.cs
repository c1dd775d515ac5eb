using System.Text;
using SalesforceJwt.Core.Metadata;

namespace SalesforceJwt.Core.Tests.Metadata;

/// <summary>Packages of Apex classes.</summary>
internal static class TestPackage
{
    public const string Invoice = "public class Invoice {\n    public static Integer add(Integer a, Integer b) {\n        return a + b;\n    }\n}";

    public const string InvoiceTest =
        "@IsTest\nprivate class InvoiceTest {\n    @IsTest static void adds() {\n        System.assertEquals(3, Invoice.add(1, 2));\n    }\n}";

    /// <summary>A class with a brace that is not closed.</summary>
    public const string Broken = "public class Order {\n    public void send() {\n}";

    private const string Meta = """
        <?xml version="1.0" encoding="UTF-8"?>
        <ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>68.0</apiVersion><status>Active</status></ApexClass>
        """;

    /// <summary>A class and its test.</summary>
    public static MetadataZip Whole() => Of(("Invoice", Invoice), ("InvoiceTest", InvoiceTest));

    public static MetadataZip Of(params (string Name, string Code)[] classes) => MetadataZip.FromFiles("the package", Files(classes));

    public static Dictionary<string, byte[]> Files(params (string Name, string Code)[] classes)
    {
        var members = string.Concat(classes.Select(each => $"<members>{each.Name}</members>"));
        var files = new Dictionary<string, byte[]>
        {
            ["package.xml"] = Encoding.UTF8.GetBytes(
                "<Package xmlns=\"http://soap.sforce.com/2006/04/metadata\">"
                    + $"<types>{members}<name>ApexClass</name></types><version>68.0</version></Package>"),
        };
        foreach (var (name, code) in classes)
        {
            files[$"classes/{name}.cls"] = Encoding.UTF8.GetBytes(code);
            files[$"classes/{name}.cls-meta.xml"] = Encoding.UTF8.GetBytes(Meta);
        }

        return files;
    }
}
