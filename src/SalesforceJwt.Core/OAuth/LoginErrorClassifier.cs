namespace SalesforceJwt.Core.OAuth;

/// <summary>
/// Classifies errors of the token endpoint: by the <c>error</c> code first, then by the grant and known parts of the description.
/// </summary>
internal static class LoginErrorClassifier
{
    /// <summary>The kind of an error.</summary>
    public static SfErrorKind Classify(string? error, string? description, GrantKind grant)
    {
        if (Has("rate exceeded") || Has("RATE_EXCEEDED") || HasError("rate_exceeded"))
        {
            return SfErrorKind.LoginRateExceeded;
        }

        return error switch
        {
            "invalid_app_access" or "OAUTH_APP_ACCESS_DENIED" => SfErrorKind.LoginNotAdminApproved,
            "app_not_found" => SfErrorKind.LoginAppNotFound,
            "invalid_client_id" => SfErrorKind.LoginClientIdInvalid,
            "invalid_client" => Has("install") ? SfErrorKind.LoginAppNotInstalled
                : Has("identifier") ? SfErrorKind.LoginClientIdInvalid
                : grant == GrantKind.JwtBearer ? SfErrorKind.LoginClientIdInvalid
                : SfErrorKind.LoginClientSecretInvalid,
            "access_denied" => SfErrorKind.LoginDenied,
            "redirect_uri_mismatch" => SfErrorKind.LoginCallbackMismatch,
            "invalid_scope" => SfErrorKind.LoginScopeInvalid,
            "unsupported_grant_type" or "unsupported_response_type" or "unauthorized_client" => SfErrorKind.LoginFlowNotEnabled,
            "inactive_org" => SfErrorKind.LoginOrgInactive,
            "inactive_user" => SfErrorKind.LoginUserInactive,
            "server_error" or "temporarily_unavailable" or "unknown_error" => SfErrorKind.LoginUnavailable,
            "invalid_grant" or "invalid_assertion" => ClassifyGrant(),
            "invalid_request" when grant == GrantKind.TokenExchange => ClassifyExchange(),
            _ => SfErrorKind.LoginFailed,
        };

        SfErrorKind ClassifyGrant() =>
            Has("admin approved") ? SfErrorKind.LoginNotAdminApproved
            : Has("approved") ? SfErrorKind.LoginNotApproved
            : Has("inactive") || Has("frozen") ? SfErrorKind.LoginUserInactive
            : Has("ip restricted") || Has("ip address") ? SfErrorKind.LoginIpRestricted
            : grant switch
            {
                GrantKind.JwtBearer => ClassifyAssertion(),
                GrantKind.RefreshToken => SfErrorKind.LoginRefreshTokenInvalid,
                GrantKind.Password => Has("authentication failure") ? SfErrorKind.LoginPasswordRefused : SfErrorKind.LoginFailed,
                GrantKind.ClientCredentials => Has("not enabled") ? SfErrorKind.LoginFlowNotEnabled
                    : Has("user") ? SfErrorKind.LoginRunAsUserMissing
                    : Has("domain") ? SfErrorKind.LoginMyDomainRequired
                    : Has("authentication failure") ? SfErrorKind.LoginAuthenticationFailed
                    : SfErrorKind.LoginFailed,
                GrantKind.TokenExchange => Has("authentication failure") ? SfErrorKind.LoginAuthenticationFailed : ClassifyExchange(),
                _ => Has("expired") || Has("invalid") ? SfErrorKind.LoginCodeInvalid
                    : Has("authentication failure") ? SfErrorKind.LoginAuthenticationFailed
                    : SfErrorKind.LoginFailed,
            };

        // The handler's Apex can replace "token handler validation failed" by a text of its own.
        SfErrorKind ClassifyExchange() =>
            Has("handler not found") ? SfErrorKind.LoginTokenHandlerNotFound
            : Has("missing required") ? SfErrorKind.LoginFailed
            : SfErrorKind.LoginSubjectTokenRefused;

        SfErrorKind ClassifyAssertion() =>
            Has("audience") ? SfErrorKind.LoginAudienceInvalid
            : Has("expired") ? SfErrorKind.LoginClockSkew
            : Has("assertion") ? SfErrorKind.LoginAssertionInvalid
            : Has("authentication failure") ? SfErrorKind.LoginAuthenticationFailed
            : SfErrorKind.LoginFailed;

        bool Has(string words) => description?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;

        bool HasError(string words) => error?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;
    }
}
