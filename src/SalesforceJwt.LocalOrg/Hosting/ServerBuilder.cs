using System.IO.Compression;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SalesforceJwt.LocalOrg.Admin;
using SalesforceJwt.LocalOrg.Audit;
using SalesforceJwt.LocalOrg.Bulk;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Logging;
using SalesforceJwt.LocalOrg.Metadata;
using SalesforceJwt.LocalOrg.Metadata.Soap;
using SalesforceJwt.LocalOrg.OAuth;
using SalesforceJwt.LocalOrg.Rest;
using SalesforceJwt.LocalOrg.Rest.Collections;
using SalesforceJwt.LocalOrg.Rest.Composite;
using SalesforceJwt.LocalOrg.Soap;
using SalesforceJwt.LocalOrg.Tooling;

namespace SalesforceJwt.LocalOrg.Hosting;

/// <summary>Configures the web server: Kestrel, services, middleware, endpoints.</summary>
internal static class ServerBuilder
{
    // Salesforce's limit for URI and headers: 16 KB.
    private const int MaxHeaderBytes = 16 * 1024;

    /// <summary>An empty server: no configuration files, no environment variables, no logging.</summary>
    public static WebApplicationBuilder Create(Action<KestrelServerOptions> listen)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "LocalOrg" });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestLineSize = MaxHeaderBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
            kestrel.Limits.Http2.MaxRequestHeaderFieldSize = MaxHeaderBytes;

            // Tests upload 2 GB, and some clients are slow on purpose.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            listen(kestrel);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddRequestDecompression();

        // For the forms of the pages. The keys stay in memory: the default would write them to the user's profile.
        builder.Services.AddAntiforgery();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.Providers.Add<GzipCompressionProvider>();
        });
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        return builder;
    }

    /// <summary>Adds the middleware (log, faults, checks) and maps the endpoints.</summary>
    public static Audiences Map(WebApplication application, Org org, LocalOrgOptions options, string adminKey)
    {
        var audiences = new Audiences(org);
        var log = new RequestLogMiddleware(org, options.RequestCompleted);
        var faults = new FaultMiddleware(org, application.Lifetime.ApplicationStopping);
        var rest = new RestMiddleware(org);
        var subrequests = new SubrequestPipeline(faults);

        application.Use(new HostMiddleware(org).InvokeAsync);
        application.Use(new ClockMiddleware(org).InvokeAsync);
        application.UseWhen(context => !AdminEndpoints.Handles(context.Request.Path), salesforce =>
        {
            salesforce.Use(log.InvokeAsync);
            salesforce.Use(LeadingSlashMiddleware.InvokeAsync);
            salesforce.Use(faults.InvokeAsync);
            salesforce.UseResponseCompression();
            salesforce.UseRequestDecompression();
            salesforce.Use(new MemberOrderMiddleware(org).InvokeAsync);
        });
        application.Use(ErrorMiddleware.InvokeAsync);
        application.Use((context, next) =>
        {
            // So that every request finds what the deploys have done until now.
            org.Deploys.Advance();
            return next(context);
        });
        application.Use(rest.InvokeAsync);
        ((IApplicationBuilder)application).Use(subrequests.Use);

        // Last before routing, so that neither another spelling of a path nor a subrequest can bypass it.
        application.Use(new AdminGuard(adminKey).InvokeAsync);
        application.UseRouting();
        application.UseEndpoints(_ => { });

        new AdminEndpoints(org).Map(application);
        OAuthEndpoints.Map(application, org, audiences);
        new ResourceEndpoints(org).Map(application);
        new QueryEndpoints(org).Map(application);
        new SearchEndpoints(org).Map(application);
        new DescribeEndpoints(org).Map(application);
        new SObjectEndpoints(org).Map(application);
        new EventLogEndpoint(org).Map(application);
        new PasswordEndpoints(org).Map(application);
        new ContentVersions(org).Map(application);
        new CollectionEndpoints(org).Map(application);
        new CompositeEndpoints(org, subrequests).Map(application);
        new BatchEndpoint(org, subrequests).Map(application);
        new TreeEndpoint(org).Map(application);
        new IngestEndpoints(org).Map(application);
        new QueryJobEndpoints(org).Map(application);
        new ToolingEndpoints(org).Map(application);
        new SoapApexEndpoint(org).Map(application);
        new PartnerEndpoint(org).Map(application);
        new MetadataSoapEndpoint(org).Map(application);
        new DeployEndpoints(org).Map(application);
        new CredentialEndpoints(org).Map(application);
        new TokenUsageEndpoints(org).Map(application);
        ApexRestEndpoints.Map(application);
        return audiences;
    }
}
