namespace SalesforceJwt.Core.Sessions;

/// <summary>
/// What to do about an error: by its code, and where a code has many causes, by the text of its message. Texts are hints, which change
/// with versions and languages: the row of a code without a text comes last and is true of all its causes.
/// </summary>
internal static class RestRemedies
{
    private const string Types = "Check the values' types: a date without a time is a DateOnly or text like '2026-03-01', "
        + "a number has no quotes.";
    private const string Parent = "No record has that external id, or this user may not see it. Create the parent first, "
        + "or correct the value.";
    private static readonly Advice ExternalId = new(
        "Records are found by a field that is an External ID of that object (or Id).", NextStep.DescribeObject);

    private const string Id = "An id has 15 or 18 letters and digits, and belongs to an object of the right kind.";
    private const string Aggregates = "With GROUP BY or an aggregate, each field of the SELECT is either grouped or inside an aggregate "
        + "such as MAX(), and none is both.";
    private static readonly Advice NoAggregate = new(
        "That field cannot be aggregated. Aggregate another one (COUNT() counts rows), or read the rows and calculate here.",
        NextStep.MeasureRows);

    private static readonly Advice Relationships = new(
        "Check the relationship's API name: a parent's is Account or Invoice__r (not Invoice__c), a child's is a plural such as Contacts "
            + "or Invoices__r.",
        NextStep.DescribeObject);

    private const string Access = "Check the user's access: object and field permissions, sharing of the record, its owner, "
        + "and for other records that this one refers to the same.";
    private const string Automation = "Automation of the org (a trigger or a flow, which the message names) rejected it or failed. Correct "
        + "what its message names, or read its log (Setup > Debug Logs).";

    // The first row that matches counts: of the code, any of the words ('|' between them), or none needed.
    private static readonly (string Code, string? MessagePart, Advice Advice)[] Rows =
    [
        ("INVALID_FIELD", "should not be enclosed in quotes",
            Bound("Write the value without quotes: 2026-03-01 for a date, 2026-03-01T08:00:00Z for a date and time, numbers and true as "
                + "they are.")),
        ("INVALID_FIELD", "should be enclosed in quotes",
            Bound("Put the value in single quotes.")),
        ("INVALID_FIELD", "must be of type",
            Bound("Give a value of the type that the message names.")),
        ("INVALID_FIELD", "foreign key external id|external foreign key reference", Parent),
        ("INVALID_FIELD", "not an external id|match an external id|external id field", ExternalId),
        ("INVALID_FIELD", "not be filtered|not filterable",
            new Advice(
                "That field can be read but not used in WHERE, as long text areas and encrypted fields cannot. Filter by another field, "
                    + "or read the records and filter them here.",
                NextStep.FilterRows)),
        ("INVALID_FIELD", "not be sorted|not sortable",
            new Advice("That field can be read but not used in ORDER BY. Sort by another field, or read the records and sort them here.",
                NextStep.SortRows)),
        ("INVALID_FIELD", "not be grouped|not groupable",
            new Advice("That field can be read but not used in GROUP BY. Group by another field, or read the records and group them here.",
                NextStep.GroupRows)),
        ("INVALID_FIELD", "aggregate operator", NoAggregate),
        ("INVALID_FIELD", "grouped or aggregated|should not be aggregated", Aggregates),
        ("INVALID_FIELD", "understand relationship|no such relation", Relationships),
        ("INVALID_FIELD", "duplicate field|duplicate alias", "Name each field, and each alias, once."),
        ("INVALID_FIELD", "operator",
            "The operator does not work with that field's type: LIKE takes text, INCLUDES and EXCLUDES multi-select picklists, < and > "
                + "numbers and dates, and encrypted fields take few."),
        ("INVALID_FIELD", "foreign key field",
            "That is a whole parent record. Name its id field (AccountId), or one field of the parent (Account.Name)."),
        ("INVALID_FIELD", "no such column",
            new Advice("Check the API names of the fields (Total__c), and that the user may see and edit them.", NextStep.DescribeObject)),
        ("INVALID_FIELD", null,
            new Advice(
                "The message says what is wrong with the field or its value. If it does not know the field, check its API name (Total__c) "
                    + "and the user's access.",
                NextStep.DescribeObject)),
        ("INVALID_FIELD_FOR_INSERT_UPDATE", null,
            new Advice(
                "Leave out the fields that the message names: they are read-only (formulas, system fields, Id of a new record), or this "
                    + "user may not edit them (field-level security).",
                NextStep.DescribeObject)),
        ("INVALID_TYPE", "understand relationship", Relationships),
        ("INVALID_TYPE", null, new Advice("Check the object's API name (Invoice__c), and that the user may see it.", NextStep.ListObjects)),
        ("INVALID_TYPE_FOR_OPERATION", null,
            new Advice("That object does not support this operation.", NextStep.DescribeObject)),
        ("MALFORMED_QUERY", "bind variables|variable references",
            new Advice("Give the value of each :name beside the query.", NextStep.SetQueryParameter)),
        ("MALFORMED_QUERY", "unexpected token: *|unexpected token: '*'",
            "SOQL has no SELECT *. Name the fields, or write FIELDS(ALL) and LIMIT 200."),
        ("MALFORMED_QUERY", "FIELDS function|FIELDS(",
            "FIELDS(ALL) and FIELDS(CUSTOM) need LIMIT 200 or less. Name the fields to get more."),
        ("MALFORMED_QUERY", "aggregate operator", NoAggregate),
        ("MALFORMED_QUERY", "grouped or aggregated|should not be aggregated", Aggregates),
        ("MALFORMED_QUERY", "understand relationship", Relationships),
        ("MALFORMED_QUERY", "mismatched character|<EOF>|no viable alternative",
            Bound("A quote or a bracket is not closed, or a quote inside a text lacks its backslash (\\').")),
        ("MALFORMED_QUERY", "expecting a colon",
            Bound("Text needs single quotes.")),
        ("MALFORMED_QUERY", "a filter|implementation restriction",
            "That object answers only queries with the filter that the message asks for."),
        ("MALFORMED_QUERY", "semi join|semi-join|sub-select|subquer",
            Bound("Salesforce limits queries inside queries. Run the inner one first, and give its values.")),
        ("MALFORMED_QUERY", "longer than",
            "Ask for fewer fields, or give the values of a long IN list in several queries."),
        ("MALFORMED_QUERY", null,
            "Check the SOQL at the position that the message marks. Text needs single quotes, dates and numbers do not."),
        ("MALFORMED_SEARCH", null,
            "Check the search text: ? & | ! { } [ ] ( ) ^ ~ * : \\ \" ' + - have special meanings and need a backslash."),
        ("INVALID_QUERY_FILTER_OPERATOR", "id field:",
            "An id in the query is not valid: ids have 15 or 18 letters and digits, and belong to the right kind of object."),
        ("INVALID_QUERY_FILTER_OPERATOR", null,
            new Advice("The operator does not work with that field's type. Use another one, or read the records and filter them here.",
                NextStep.FilterRows)),
        ("INVALID_QUERY_LOCATOR", null,
            new Advice(
                "The query's cursor has expired: Salesforce keeps ten for each user, and each for two days. Run the query again; use the "
                    + "Bulk API for large results.",
                NextStep.ExportInBulk)),
        ("QUERY_TIMEOUT", null,
            new Advice(
                "The query takes over two minutes. Filter by an indexed field (Id, CreatedDate, an external id), ask for less, or use the "
                    + "Bulk API.",
                NextStep.ExportInBulk)),
        ("QUERY_TOO_COMPLICATED", null, "The query has too many fields, formulas or conditions. Divide it."),
        ("OPERATION_TOO_LARGE", null,
            new Advice("The query reads too much at once. Filter more, or use the Bulk API.", NextStep.ExportInBulk)),
        ("EXCEEDED_ID_LIMIT", null, "That is more ids than the call takes. Send them in several calls."),
        ("NUMBER_OUTSIDE_VALID_RANGE", "offset",
            new Advice(
                "OFFSET is limited to 2,000. Follow the pages instead, or continue after the last id: WHERE Id > … ORDER BY Id.",
                NextStep.RunQuery)),
        ("NUMBER_OUTSIDE_VALID_RANGE", null, "The number is too large or too small for the field."),
        ("MALFORMED_ID", null, Id),
        ("INVALID_ID_FIELD", null, Id),
        ("JSON_PARSER_ERROR", "unexpected character|unexpected end|end-of-input|unexpected token|was expecting",
            new Advice(
                "The body is not valid JSON at the place that the message names. Give an object instead of text.", NextStep.SetBody)),
        ("JSON_PARSER_ERROR", null, Types),
        ("REQUIRED_FIELD_MISSING", null, "Give the fields that the message names."),
        ("MISSING_ARGUMENT", null, "Give what the message names: for an upsert, the external id is empty or missing."),
        ("DUPLICATE_VALUE", null,
            "A record with this value in a unique field is there already; the message names it. Update it, or upsert by an external id."),
        ("DUPLICATES_DETECTED", null,
            "A duplicate rule of the org found a record like it: update that one. To save it anyway, send the header "
                + "Sforce-Duplicate-Rule-Header: allowSave=true."),
        ("DUPLICATE_EXTERNAL_ID", null,
            "Make the external id field unique, or address the record by its Id; the answer lists the records."),
        ("FIELD_CUSTOM_VALIDATION_EXCEPTION", null,
            "A validation rule of the org rejected it: its message says why (Setup > Object Manager > (object) > Validation Rules)."),
        ("FIELD_FILTER_VALIDATION_EXCEPTION", null,
            "The lookup field has a filter, and the record that this one refers to is not within it "
                + "(Setup > Object Manager > (object) > Fields)."),
        ("FIELD_INTEGRITY_EXCEPTION", null,
            "The value does not fit another one of the record, or refers to a record of the wrong kind or state; "
                + "the message says which."),
        ("INVALID_EMAIL_ADDRESS", null, "Correct the email address that the message names."),
        ("STRING_TOO_LONG", null, new Advice("Shorten the text to the field's length.", NextStep.DescribeObject)),
        ("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", null,
            new Advice("Give one of the picklist's values by its API name. A record type may allow fewer.", NextStep.DescribeObject)),
        ("INVALID_CROSS_REFERENCE_KEY", "external id|foreign key", Parent),
        ("INVALID_CROSS_REFERENCE_KEY", null,
            "Check the ids of other records that this one refers to (owner and record type too): they exist, are of the right kind, "
                + "and this user may see them."),
        ("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", null,
            "Check the ids of other records that this one refers to, and that the user may see and use them."),
        ("INSUFFICIENT_ACCESS_OR_READONLY", null, Access),
        ("INSUFFICIENT_ACCESS", null, Access),
        ("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", null, Automation),
        ("CANNOT_EXECUTE_FLOW_TRIGGER", null, Automation),
        ("ENTITY_IS_DELETED", null, "The record is in the recycle bin. Restore it there, or leave it out."),
        ("ENTITY_IS_LOCKED", null,
            "The record is locked, usually by an approval process. Have it approved or recalled first, or let an administrator unlock it."),
        ("DELETE_FAILED", null, "Other records depend on it; the message names them. Delete or change those first."),
        ("DEPENDENCY_EXISTS", null, "Something else uses it; the message names it. Remove that use first."),
        ("MIXED_DML_OPERATION", null, "Setup objects (User, PermissionSetAssignment) and data are saved in separate calls."),
        ("INACTIVE_OWNER_OR_USER", null, "The owner is an inactive user. Give an active one."),
        ("STORAGE_LIMIT_EXCEEDED", null, "The org's storage is full (Setup > Storage Usage). Delete data, or buy more."),
        ("LICENSE_LIMIT_EXCEEDED", null, "The org has no licence left for it (Setup > Company Information)."),
        ("NOT_FOUND", "external id field", ExternalId),
        ("NOT_FOUND", "foreign key external id", Parent),
        ("API_DISABLED_FOR_ORG", null,
            "The org's edition or the user's profile has no API: 'API Enabled' is a permission of the profile, "
                + "and Professional Edition needs API access as an extra."),
        ("API_CURRENTLY_DISABLED", null, "The user's profile or the org has the API disabled: check 'API Enabled'."),
        ("FUNCTIONALITY_NOT_ENABLED", null, "That feature is disabled in the org. Enable it in Setup; the message names it."),
        ("UNSUPPORTED_MEDIA_TYPE", null, new Advice("Send the body as application/json, or name its media type.", NextStep.SetContentType)),
        ("APEX_ERROR", null,
            "The org's own Apex threw, and what it did was rolled back. Correct what its message says, "
                + "or read its log (Setup > Debug Logs)."),
        ("invalid_parameter", null, "Correct the parameter that the message names."),
    ];

    /// <summary>The advice on the first of several errors that has one; null if none has.</summary>
    public static Advice? Find(IReadOnlyList<SfApiError> errors) => errors.Select(Find).FirstOrDefault(r => r is not null);

    /// <summary>Advice on a value in a query: a bound one needs no quotes.</summary>
    private static Advice Bound(string text) =>
        new(text + " Or write :name in its place, and give the value beside the query.", NextStep.SetQueryParameter);

    private static Advice? Find(SfApiError error)
    {
        foreach (var (code, words, advice) in Rows)
        {
            if (code == error.ErrorCode
                && (words is null || words.Split('|').Any(w => error.Message.Contains(w, StringComparison.OrdinalIgnoreCase))))
            {
                return advice;
            }
        }

        return null;
    }
}
