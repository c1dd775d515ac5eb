namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>Body of <c>POST /_localorg/apex-tests</c>; see <see cref="ApexTestFailure"/>.</summary>
internal sealed record ApexTestRequest(string ClassName, string? MethodName = null, string? Message = null, string? StackTrace = null)
{
    public ApexTestFailure ToFailure()
    {
        var failure = new ApexTestFailure(ClassName) { MethodName = MethodName, StackTrace = StackTrace };
        return Message is null ? failure : failure with { Message = Message };
    }
}
