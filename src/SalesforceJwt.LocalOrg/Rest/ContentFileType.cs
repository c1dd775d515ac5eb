namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>The <c>FileType</c> that Salesforce derives from a file's extension (Object Reference: "ContentVersion").</summary>
internal static class ContentFileType
{
    public static string Of(string extension) => extension.ToUpperInvariant() switch
    {
        "TXT" => "TEXT",
        "DOC" => "WORD",
        "DOCX" => "WORD_X",
        "XLS" => "EXCEL",
        "XLSX" => "EXCEL_X",
        "PPT" => "POWER_POINT",
        "PPTX" => "POWER_POINT_X",
        "HTM" => "HTML",
        "JPEG" => "JPG",
        var known and ("CSV" or "GIF" or "HTML" or "JPG" or "MP4" or "PDF" or "PNG" or "RTF" or "SVG" or "XML" or "ZIP") => known,
        _ => "UNKNOWN",
    };
}
