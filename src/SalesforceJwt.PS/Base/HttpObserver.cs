using System.Globalization;
using System.Management.Automation;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Security;
using SalesforceJwt.PS.Errors;

namespace SalesforceJwt.PS.Base;

/// <summary>
/// Shows a cmdlet's traffic: each exchange as verbose output, its headers (secrets masked) as debug output; and its warnings.
/// </summary>
internal sealed class HttpObserver : IHttpObserver
{
    private readonly PSCmdlet _cmdlet;
    private readonly PipelinePump _pump;
    private readonly Action<string> _write;

    private HttpObserver(PSCmdlet cmdlet, PipelinePump pump, bool wantsExchanges, bool wantsHeaders)
    {
        _cmdlet = cmdlet;
        _pump = pump;
        _write = text => WriteVerbose(cmdlet, text);
        WantsExchanges = wantsExchanges;
        WantsHeaders = wantsHeaders;
    }

    /// <summary>Whether exchanges are shown; if not, requests do not describe them.</summary>
    public bool WantsExchanges { get; }

    public bool WantsHeaders { get; }

    /// <summary>The observer of a cmdlet.</summary>
    public static HttpObserver For(PSCmdlet cmdlet, PipelinePump pump)
    {
        var debug = IsOn(cmdlet, "Debug");
        return new HttpObserver(cmdlet, pump, debug || IsOn(cmdlet, "Verbose"), debug);
    }

    /// <summary>
    /// Writes verbose output, or debug output with -Debug alone: PowerShell then asks at every verbose line whether to continue, and fails
    /// if nobody can answer.
    /// </summary>
    public static void WriteVerbose(PSCmdlet cmdlet, string text)
    {
        text = SecretText.Redact(text);
        var bound = cmdlet.MyInvocation.BoundParameters;
        if (bound.GetValueOrDefault("Debug") is SwitchParameter { IsPresent: true } && !bound.ContainsKey("Verbose"))
        {
            cmdlet.WriteDebug(text);
        }
        else
        {
            cmdlet.WriteVerbose(text);
        }
    }

    public void OnExchange(HttpExchange exchange) => _pump.Post(() =>
    {
        var status = exchange.StatusCode?.ToString(CultureInfo.InvariantCulture) ?? "no answer";
        _write(string.Create(
            CultureInfo.InvariantCulture,
            $"{exchange.Method} {exchange.Url} -> {status}, {exchange.Bytes} bytes, {exchange.Elapsed.TotalMilliseconds:0} ms"));
        if (exchange.Headers is not null)
        {
            _cmdlet.WriteDebug(SecretText.Redact(exchange.Headers));
        }
    });

    public void OnNote(string message) => _pump.Post(() => _write(message));

    public void OnRetry(string reason, TimeSpan delay) => _pump.Post(() =>
        _write(string.Create(CultureInfo.InvariantCulture, $"Trying again in {delay.TotalSeconds:0.0} s. {reason}")));

    public void OnWarning(string message, NextStep step = NextStep.None) =>
        _pump.Post(() => _cmdlet.WriteWarning(SecretText.Redact(CommandAdvice.Text(new Advice(message, step)))));

    private static bool IsOn(PSCmdlet cmdlet, string stream) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(stream, out var given)
            ? given is SwitchParameter { IsPresent: true }
            : LanguagePrimitives.TryConvertTo(cmdlet.GetVariableValue(stream + "Preference"), out ActionPreference preference)
                && preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
}
