using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Http;

/// <summary>The remedy depends on the message, not only on the code. The messages are Salesforce's, as users report them.</summary>
public sealed class RestRemediesTests() : ConnectedTests(maximumRetryCount: 0)
{
    private const string At = "\nFROM Account WHERE x\n   ^\nERROR at Row:1:Column:30\n";

    [Theory]
    [InlineData(
        400,
        "INVALID_FIELD",
        "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes",
        "without quotes")]
    [InlineData(
        400,
        "INVALID_FIELD",
        "value of filter criterion for field 'ProductCode' must be of type string and should be enclosed in quotes",
        "in single quotes")]
    [InlineData(400, "INVALID_FIELD", "value of filter criterion for field 'X__c' must be of type date", "of the type")]
    [InlineData(400, "INVALID_FIELD", "Foreign key external ID: a-1 not found for field Number__c in entity Account", "Create the parent")]
    [InlineData(
        400, "INVALID_FIELD", "The external foreign key reference does not reference a valid entity: Account__r", "Create the parent")]
    [InlineData(400, "INVALID_FIELD", "Field name provided, X__c is not an External ID or indexed field for Contact", "External ID")]
    [InlineData(400, "INVALID_FIELD", "field 'Description' can not be filtered in a query call", "filter them here")]
    [InlineData(400, "INVALID_FIELD", "field 'Description' can not be sorted in a query call", "sort them here")]
    [InlineData(400, "INVALID_FIELD", "field 'Description' can not be grouped in a query call", "group them here")]
    [InlineData(400, "MALFORMED_QUERY", "field Id does not support aggregate operator SUM", "calculate here")]
    [InlineData(400, "MALFORMED_QUERY", "Field must be grouped or aggregated: LastModifiedDate", "either grouped or")]
    [InlineData(400, "MALFORMED_QUERY", "Grouped field should not be aggregated: Id", "either grouped or")]
    [InlineData(400, "INVALID_FIELD", "The operator like is not supported on an encrypted field", "LIKE takes text")]
    [InlineData(
        400,
        "INVALID_FIELD",
        "Didn't understand relationship 'Acount' in field path. "
            + "If you are attempting to use a custom relationship, be sure to append the '__r'",
        "Invoice__r")]
    [InlineData(400, "INVALID_TYPE", "Didn't understand relationship 'Contact' in FROM part of query call.", "plural")]
    [InlineData(
        400,
        "INVALID_FIELD",
        "No such column 'Nam' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c'",
        "Check the API names of the fields")]
    [InlineData(400, "INVALID_FIELD", "No such column 'Nam' on sobject of type Account", "Check the API names of the fields")]
    [InlineData(400, "INVALID_FIELD", "列を絞り込む場合、条件は必須です", "The message says what is wrong")]
    [InlineData(
        400,
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        "Unable to create/update fields: IsDeleted. Please check the security settings of this field",
        "read-only")]
    [InlineData(400, "INVALID_TYPE", "sObject type 'Acount' is not supported.", "object's API name")]
    [InlineData(400, "MALFORMED_QUERY", "unexpected token: '*'", "no SELECT *")]
    [InlineData(400, "MALFORMED_QUERY", "unexpected token: 'Filter__c'", "position that the message marks")]
    [InlineData(400, "MALFORMED_QUERY", "EntityParticle: a filter on a reified column is required", "only queries with the filter")]
    [InlineData(400, "MALFORMED_QUERY", "SOQL statements cannot be longer than 100000 characters.", "several queries")]
    [InlineData(400, "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: 123", "15 or 18")]
    [InlineData(400, "INVALID_QUERY_FILTER_OPERATOR", "invalid operator on multipicklist field", "does not work with that field's type")]
    [InlineData(400, "INVALID_QUERY_FILTER_OPERATOR", "Invalid operator on id field", "does not work with that field's type")]
    [InlineData(400, "MALFORMED_QUERY", "The SOQL FIELDS function must have a LIMIT of at most 200", "LIMIT 200")]
    [InlineData(400, "MALFORMED_QUERY", "line 1:38 mismatched character '<EOF>' expecting '''", "not closed")]
    [InlineData(400, "MALFORMED_QUERY", "expecting a colon, found 'Acme'", "single quotes")]
    [InlineData(400, "MALFORMED_QUERY", "Bind variables only allowed in Apex code", "value of each :name")]
    [InlineData(
        400,
        "MALFORMED_QUERY",
        "Implementation restriction: ContentDocumentLink requires a filter by a single Id on ContentDocumentId or LinkedEntityId",
        "the filter that the message asks for")]
    [InlineData(400, "MALFORMED_QUERY", "unexpected token: 'FORM'", "position that the message marks")]
    [InlineData(400, "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: null", "15 or 18")]
    [InlineData(400, "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000", "ORDER BY Id")]
    [InlineData(400, "NUMBER_OUTSIDE_VALID_RANGE", "value outside of valid range on numeric field: 1e20", "too large")]
    [InlineData(400, "STRING_TOO_LONG", "Name: data value too large: xxx (max length=255)", "Shorten")]
    [InlineData(400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]", "Give the fields")]
    [InlineData(400, "DUPLICATE_VALUE", "duplicate value found: X__c duplicates value on record with id: 001Vr00000m4eGC", "unique field")]
    [InlineData(400, "DUPLICATES_DETECTED", "Use one of these records?", "allowSave=true")]
    [InlineData(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "Close date is in the past", "validation rule")]
    [InlineData(400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "Status: bad value for restricted picklist field: X", "picklist's values")]
    [InlineData(400, "MALFORMED_ID", "Account ID: id value of incorrect type: 003000000000001", "15 or 18")]
    [InlineData(
        400,
        "JSON_PARSER_ERROR",
        "Cannot deserialize instance of date from VALUE_STRING value soon at [line:3, column:60]",
        "values' types")]
    [InlineData(
        400,
        "JSON_PARSER_ERROR",
        "Unexpected character ('}' (code 125)): was expecting double-quote to start field name at [line:1, column:2]",
        "not valid JSON")]
    [InlineData(
        400,
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        "T: execution of BeforeInsert caused by: System.NullPointerException",
        "trigger or a flow")]
    [InlineData(403, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", "sharing of the record")]
    [InlineData(400, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", "insufficient access rights on cross-reference id", "refers to")]
    [InlineData(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", "record type")]
    [InlineData(404, "ENTITY_IS_DELETED", "entity is deleted", "recycle bin")]
    [InlineData(404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: X__c", "External ID")]
    [InlineData(404, "NOT_FOUND", "The requested resource does not exist", "Check path")]
    [InlineData(403, "API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization.", "API Enabled")]
    [InlineData(500, "APEX_ERROR", "System.DmlException: Insert failed", "rolled back")]
    [InlineData(500, "UNKNOWN_EXCEPTION", "An unexpected error occurred. ErrorId: 1", "Salesforce support")]
    public async Task The_remedy_depends_on_the_message(int status, string code, string message, string remedy)
    {
        foreach (var text in new[] { message, At + message, message.ToUpperInvariant() })
        {
            Assert.Contains(remedy, await RemedyAsync(status, (code, text)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_first_error_that_has_a_remedy_gives_it()
    {
        Assert.StartsWith(
            "Shorten",
            await RemedyAsync(400, ("ODD_CODE", "x"), ("STRING_TOO_LONG", "too long"), ("MALFORMED_ID", "id")),
            StringComparison.Ordinal);
        Assert.StartsWith("Correct what the message names", await RemedyAsync(400, ("ODD_CODE", "x")), StringComparison.Ordinal);
    }

    private async Task<string?> RemedyAsync(int status, params (string Code, string Message)[] errors)
    {
        Test.Answer(TestOrg.Echo, status, JsonSerializer.Serialize(errors.Select(e => new { message = e.Message, errorCode = e.Code })));
        return (await Assert.ThrowsAsync<SfRestException>(() => Session.GetAsync(TestOrg.Echo))).Remedy;
    }
}
