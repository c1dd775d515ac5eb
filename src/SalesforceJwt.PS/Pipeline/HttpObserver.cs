using System.Globalization;
using System.Management.Automation;
using SalesforceJwt.Core.Rest;

namespace SalesforceJwt.PS.Pipeline;

/// <summary>Shows a cmdlet's traffic: each exchange as verbose output, its headers (secrets masked) as debug output.</summary>
internal sealed class HttpObserver : IHttpObserver
{
    private readonly PSCmdlet _cmdlet;
    private readonly PipelinePump _pump;

    public HttpObserver(PSCmdlet cmdlet, PipelinePump pump)
    {
        _cmdlet = cmdlet;
        _pump = pump;
        WantsHeaders = cmdlet.MyInvocation.BoundParameters.ContainsKey("Debug")
            || cmdlet.GetVariableValue("DebugPreference") is ActionPreference and not ActionPreference.SilentlyContinue;
    }

    public bool WantsHeaders { get; }

    public void OnExchange(HttpExchange exchange) => _pump.Post(() =>
    {
        var status = exchange.StatusCode?.ToString(CultureInfo.InvariantCulture) ?? "no answer";
        _cmdlet.WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"{exchange.Method} {exchange.Url} -> {status}, {exchange.Bytes} bytes, {exchange.Elapsed.TotalMilliseconds:0} ms"));
        if (exchange.Headers is not null)
        {
            _cmdlet.WriteDebug(exchange.Headers);
        }
    });

    public void OnRetry(string reason, TimeSpan delay) => _pump.Post(() =>
        _cmdlet.WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"Trying again in {delay.TotalSeconds:0.0} s. {reason}")));
}
